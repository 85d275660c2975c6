import { Hand } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { duration, type ViewerClock } from "@/components/create-clock";
import type { WaitingCall } from "@/lib/plugins/list-waiting-calls";

const mostShown = 5;

/** The calls that wait for a person, the longest wait first; absent when none does. */
export function WaitingCalls({ slug, calls, clock }: { slug: string; calls: WaitingCall[]; clock: ViewerClock }) {
  if (calls.length === 0) return null;
  const href = `/${slug}/plugins/approvals` as Route;
  return (
    <section
      aria-labelledby="waiting-calls"
      className="rounded-3 bg-brass-soft px-1.5 pt-2.5 pb-1.5 shadow-[inset_0_0_0_1px_var(--brass-line)]"
    >
      <h2
        id="waiting-calls"
        className="flex items-center gap-1.5 px-2 pb-1 font-semibold text-body text-brass-ink md:text-small"
      >
        <Hand aria-hidden="true" className="size-4 stroke-[1.75]" />
        Waiting for your word
      </h2>
      <ul>
        {calls.slice(0, mostShown).map(({ id, customer, toolName, pluginName, createdAt }) => (
          <li key={id}>
            <Link
              href={`${href}#call-${id}` as Route}
              className="flex min-h-11 items-center gap-[9px] rounded-2 px-2 py-1 text-body hover:bg-brass/20 md:min-h-[34px] md:text-small"
            >
              <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
                <b>{customer}</b> <span className="font-mono text-meta">{toolName}</span>{" "}
                <span className="text-ink-2">of {pluginName}</span>
              </span>
              <span className="text-ink-2 text-meta whitespace-nowrap">
                {duration(clock.now.getTime() - createdAt.getTime())}
              </span>
            </Link>
          </li>
        ))}
        {calls.length > mostShown && (
          <li className="px-2 py-1 text-small">
            <Link href={href} className="link">
              All {calls.length}
            </Link>
          </li>
        )}
      </ul>
    </section>
  );
}
