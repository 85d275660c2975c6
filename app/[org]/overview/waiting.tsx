import { Hand } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { duration, type ViewerClock } from "@/components/create-clock";
import { Face } from "@/components/ui/face";
import type { WaitingConversation } from "@/lib/conversations/list-waiting";

const lateMs = 30 * 60 * 1000;

/** Who needs a person, the longest wait first; absent when nobody does. */
export function Waiting({ slug, rows, clock }: { slug: string; rows: WaitingConversation[]; clock: ViewerClock }) {
  if (rows.length === 0) return null;
  return (
    <section
      aria-labelledby="waiting"
      className="self-start rounded-3 bg-brass-soft px-1.5 pt-2.5 pb-1.5 shadow-[inset_0_0_0_1px_var(--brass-line)]"
    >
      <h2
        id="waiting"
        className="flex items-center gap-1.5 px-2 pb-1 font-semibold text-brass-ink text-body md:text-small"
      >
        <Hand aria-hidden="true" className="size-4 stroke-[1.75]" />
        Waiting for you
      </h2>
      <ul>
        {rows.map(({ id, name, initials, words, since }) => {
          const waited = clock.now.getTime() - since.getTime();
          return (
            <li key={id}>
              <Link
                href={`/${slug}/conversations/${id}` as Route}
                className="flex h-11 items-center gap-[9px] rounded-2 px-2 text-body hover:bg-brass/20 md:h-[34px] md:text-small"
              >
                <Face size="small">{initials}</Face>
                <span className="min-w-0 flex-1 truncate">
                  <b>{name}</b> <span className="text-ink-2">{words}</span>
                </span>
                <span
                  className={`whitespace-nowrap text-meta ${waited > lateMs ? "font-semibold text-bad-ink" : "text-ink-2"}`}
                >
                  {duration(waited)}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
