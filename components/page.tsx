import { ArrowLeft } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { buttonClass } from "./ui/button";

/** The header of a sheet: what it is, its parts, what can be done. On a phone the parts have a line of their own. */
export function PageHeader({
  title,
  back,
  tabs,
  tabsAtEnd = false,
  actions,
  children,
}: {
  title: ReactNode;
  /** The page that this one belongs to. */
  back?: { href: Route; label: string };
  tabs?: ReactNode;
  /** To the right, where there is room, and not beside the title. */
  tabsAtEnd?: boolean;
  actions?: ReactNode;
  /** Beside the title: a version, a state. */
  children?: ReactNode;
}) {
  return (
    <header
      data-page-header=""
      className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-2.5 gap-y-1 border-line border-b py-2 pr-4 pl-4 max-md:pr-[108px] md:pr-5 md:pl-6"
    >
      {back && (
        <Link
          href={back.href}
          aria-label={back.label}
          className={`${buttonClass({ look: "ghost", size: "icon" })} -ml-1.5 max-md:size-11!`}
        >
          <ArrowLeft aria-hidden="true" />
        </Link>
      )}
      <h1 className="flex min-h-10 min-w-0 items-center font-semibold text-title tracking-[-0.008em] [overflow-wrap:anywhere] md:text-head">
        {title}
      </h1>
      {children}
      {tabs && (
        <div
          className={`max-md:order-last max-md:-mr-[92px] max-md:basis-[calc(100%+92px)] ${tabsAtEnd ? "md:ml-auto" : "md:ml-2"}`}
        >
          {tabs}
        </div>
      )}
      {actions && <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

const widths = {
  text: "grid max-w-[768px] gap-8 px-4 pt-6 pb-16 md:px-6",
  full: "min-h-full",
  empty: "px-4 pt-6 md:px-6",
} as const;

/** What scrolls under the header. Text pages are at most 720 px wide; what stands for an empty page is in its middle. */
export function PageBody({ width = "text", children }: { width?: keyof typeof widths; children: ReactNode }) {
  return (
    <div className="scroll-pane min-h-0 flex-1">
      <div className={widths[width]}>{children}</div>
    </div>
  );
}

/** The title of a part of a page, with what it means and what can be done beside it. */
export function SectionTitle({
  id,
  actions,
  description,
  children,
}: {
  id?: string;
  actions?: ReactNode;
  description?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="mb-3 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
      <div className="min-w-0 max-w-[60ch]">
        <h2 id={id} className="font-semibold text-read">
          {children}
        </h2>
        {description && <p className="text-ink-2 text-small">{description}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  );
}
