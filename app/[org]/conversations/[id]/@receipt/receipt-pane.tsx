import { X } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { KeyTag } from "@/components/key-tag";
import { buttonClass } from "@/components/ui/button";
import { CopyLink } from "../copy-link";
import { TakeFocus } from "./take-focus";

const iconButton = `${buttonClass({ look: "ghost", size: "icon" })} max-md:size-11!`;

/** A third pane where there is room for it; over the thread where there is less; a sheet from below on a phone. */
export function ReceiptPane({
  closePath,
  path,
  version,
  footer,
  children,
}: {
  closePath: Route;
  path: string;
  version?: { number: number; live: boolean; path: string };
  footer?: ReactNode;
  children: ReactNode;
}) {
  return (
    <>
      <Link
        href={closePath}
        scroll={false}
        replace
        aria-hidden="true"
        tabIndex={-1}
        className="fixed inset-0 z-20 bg-scrim md:hidden"
      />
      <aside
        aria-labelledby="receipt-title"
        data-receipt-pane=""
        className="fade-in flex min-h-0 flex-col bg-canvas max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-30 max-md:h-[86dvh] max-md:rounded-t-4 md:max-xl:absolute md:max-xl:inset-y-0 md:max-xl:right-0 md:max-xl:z-20 md:max-xl:shadow-3 md:w-(--receipt) md:border-line md:border-l"
      >
        <span aria-hidden="true" className="mx-auto mt-2 h-1 w-9 shrink-0 rounded-full bg-line-strong md:hidden" />
        <header className="flex min-h-12 shrink-0 items-center gap-2.5 py-1 pr-2 pl-[18px] md:min-h-14 md:border-line md:border-b">
          <TakeFocus>
            <h2 id="receipt-title" tabIndex={-1} className="font-semibold text-read outline-none">
              Receipt
            </h2>
          </TakeFocus>
          {version && (
            <Link href={version.path as Route} prefetch={false}>
              <KeyTag version={version.number} look={version.live ? "live" : "plain"} size="normal" />
            </Link>
          )}
          <span className="flex-1" />
          <CopyLink path={path} className={iconButton}>
            <span className="sr-only">Copy link to this receipt</span>
          </CopyLink>
          <Link
            href={closePath}
            scroll={false}
            replace
            data-receipt-close=""
            aria-label="Close the receipt"
            className={iconButton}
          >
            <X aria-hidden="true" />
          </Link>
        </header>
        <section
          aria-label="Receipt"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="scroll-pane -outline-offset-2 focus-visible:-outline-offset-2 min-h-0 flex-1 px-3.5 pt-1 pb-4 md:pt-3.5"
        >
          {children}
        </section>
        {footer}
      </aside>
    </>
  );
}
