import type { Route } from "next";
import Link from "next/link";
import { duration, type ViewerClock } from "@/components/create-clock";
import type { WaitingCall as Call } from "@/lib/plugins/list-waiting-calls";
import { Arguments } from "./arguments";
import { Decision } from "./decision";
import { callPath } from "./plugin-path";

/** A call that waits for a person: whose, what it would do with what, until when; and the decision. */
export function WaitingCall({
  slug,
  call,
  clock,
  decides = true,
  inThread = false,
}: {
  slug: string;
  call: Call;
  clock: ViewerClock;
  /** Who looks may say yes or no. */
  decides?: boolean;
  /** Of that customer: it need not be said whose it is. */
  inThread?: boolean;
}) {
  const { id, customer, customerNumber, pluginName, toolName, conversationId, createdAt, expiresAt, input } = call;
  return (
    <article
      id={`call-${id}`}
      aria-labelledby={`call-${id}-title`}
      className="grid scroll-mt-4 gap-3 rounded-3 border border-brass-line bg-raised px-4 py-3.5"
    >
      <header>
        <h2 id={`call-${id}-title`} className="text-small [overflow-wrap:anywhere]">
          {inThread ? (
            "The assistant asks to call "
          ) : (
            <>
              <b>{customer}</b>
              {customerNumber && <span className="text-ink-2"> ({customerNumber})</span>}: the assistant asks to call{" "}
            </>
          )}
          <Link href={callPath(slug, id)} className="font-medium font-mono hover:underline">
            {toolName}
          </Link>{" "}
          of {pluginName}
        </h2>
        <p className="text-ink-3 text-meta">
          for{" "}
          <time dateTime={createdAt.toISOString()} title={clock.full(createdAt)}>
            {duration(clock.now.getTime() - createdAt.getTime())}
          </time>
          {expiresAt && (
            <>
              {" · "}
              <time dateTime={expiresAt.toISOString()} title={clock.full(expiresAt)}>
                {duration(expiresAt.getTime() - clock.now.getTime())}
              </time>{" "}
              left to decide
            </>
          )}
          {!inThread && (
            <>
              {" · "}
              <Link href={`/${slug}/conversations/${conversationId}` as Route} className="link">
                the conversation
              </Link>
            </>
          )}
        </p>
      </header>
      <Arguments input={input} />
      {decides && <Decision slug={slug} id={id} about={`${toolName} for ${customer}`} hindrance={call.hindrance} />}
    </article>
  );
}
