import { Ellipsis } from "lucide-react";
import type { Member } from "@/lib/auth/require-member";
import { accountMenuId } from "./account-menu";
import { listPages } from "./list-pages";
import { type Counts, PageCount } from "./page-count";
import { PageIcon } from "./page-icon";
import { PageLink } from "./page-link";
import { tabSegments } from "./panel-pages";

const tab =
  "relative grid min-w-0 justify-items-center gap-[3px] rounded-2 pt-1.5 pb-[5px] text-micro text-ink-2 leading-[0.875rem] aria-[current]:font-semibold aria-[current]:text-accent-ink";

/** The phone's way around; gone while a thread is open, which has its own way back. */
export function TabBar({ slug, role, counts }: { slug: string; role: Member["role"]; counts: Counts }) {
  return (
    <nav
      aria-label="Main, on a phone"
      className="grid shrink-0 grid-cols-5 border-line border-t bg-canvas px-1 pt-1 pb-[max(4px,env(safe-area-inset-bottom))] group-has-data-thread/panel:hidden md:hidden"
    >
      {listPages(role)
        .filter(({ segment }) => tabSegments.includes(segment))
        .map(({ segment, label }) => (
          <PageLink key={segment} slug={slug} segment={segment} className={tab}>
            <PageIcon segment={segment} className="size-5" />
            {segment === "conversations" ? "Inbox" : label}
            <span className="absolute top-px left-[calc(50%+6px)]">
              <PageCount segment={segment} counts={counts} />
            </span>
          </PageLink>
        ))}
      <button type="button" popoverTarget={accountMenuId} className={tab}>
        <Ellipsis aria-hidden="true" className="size-5 stroke-[1.75]" />
        More
        <span className="absolute top-px left-[calc(50%+6px)]">
          <PageCount segment="plugins" counts={counts} />
        </span>
      </button>
    </nav>
  );
}
