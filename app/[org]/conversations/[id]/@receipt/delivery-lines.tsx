import type { ViewerClock } from "@/components/create-clock";
import { deliveryWord } from "@/components/delivery-ticks";
import type { Receipt, ReceiptPart } from "@/lib/conversations/receipt-schema";
import { LeaderLine } from "./leader-line";

/** What Twilio said became of each part, in order, with its SID and its code where it failed. */
export function DeliveryLines({ parts, clock, title }: { parts: Receipt["parts"]; clock: ViewerClock; title: string }) {
  return (
    <section className="grid gap-3 border-line-strong border-t border-dashed pt-3">
      {parts.map((part, index) => (
        <div key={part.messageId}>
          <h3 className={title}>
            {parts.length > 1 ? `How part ${index + 1} arrived` : "How it arrived"}
            {part.providerSid && (
              <span className="font-mono font-normal" title={part.providerSid}>
                {part.providerSid.slice(0, 6)}…{part.providerSid.slice(-4)}
              </span>
            )}
          </h3>
          <Lines part={part} clock={clock} />
        </div>
      ))}
    </section>
  );
}

const words: Record<string, string> = {
  accepted: "Accepted by Twilio",
  queued: "Accepted by Twilio",
  sending: "On its way",
  sent: "Sent to WhatsApp",
  delivered: "Delivered",
  read: "Read",
  undelivered: "Not delivered",
  failed: "Failed",
};

function Lines({ part: { calledAt, events, error, deliveryState }, clock }: { part: ReceiptPart; clock: ViewerClock }) {
  const time = (at: Date) => (
    <time dateTime={at.toISOString()} title={clock.full(at)}>
      {clock.seconds(at)}
    </time>
  );
  return (
    <>
      <dl>
        {calledAt && <LeaderLine term="Handed to Twilio">{time(calledAt)}</LeaderLine>}
        {events.map(({ status, errorCode, at }) => (
          <LeaderLine
            key={`${status} ${at.getTime()}`}
            term={`${words[status] ?? status}${errorCode ? ` (${errorCode})` : ""}`}
          >
            {time(at)}
          </LeaderLine>
        ))}
        {!calledAt && events.length === 0 && <p className="text-ink-2">{deliveryWord(deliveryState)}.</p>}
      </dl>
      {error && (
        <p className="mt-1.5 text-bad-ink">
          {error.message}{" "}
          {error.code && (
            <a
              href={`https://www.twilio.com/docs/api/errors/${error.code}`}
              target="_blank"
              rel="noopener noreferrer"
              className="font-mono text-ink-2 text-meta underline decoration-line-strong underline-offset-3"
            >
              {error.code}
            </a>
          )}
        </p>
      )}
    </>
  );
}
