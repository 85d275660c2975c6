import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { ViewerClock } from "@/components/create-clock";
import { DeliveryTicks, deliveryWord } from "@/components/delivery-ticks";
import { formatDuration, formatMoney, formatNumber } from "@/components/format";
import type { Receipt } from "@/lib/conversations/receipt-schema";
import type { ReplyOutcome } from "@/lib/conversations/schema";
import { RoundTree } from "../../../round-tree";
import { DeliveryLines } from "./delivery-lines";
import { LeaderLine } from "./leader-line";
import { Waterfall } from "./waterfall";

const outcomes: Record<Exclude<ReplyOutcome, "answered">, string> = {
  running: "The assistant is working on this answer.",
  paused: "The assistant was paused: the model was not asked.",
  fixed: "The kill switch was on: the customer got the fixed text.",
  checking: "A person is asked first. What they decide is answered by another reply.",
  superseded: "The customer wrote again before this answer was sent, so it was dropped for a newer one.",
  taken_over: "A person took over before this answer was sent.",
  empty: "The model answered with nothing.",
  refused: "The provider refused to answer this.",
  failed: "The model could not answer.",
};

/** A till slip: time, price and delivery on top; then where the time went, what it used, what it cost, how it arrived. */
export function ReceiptSlip({ receipt, clock }: { receipt: Receipt; clock: ViewerClock }) {
  const { answerMs, cost, delivery, outcome, error, timeline, rounds, tokens, finishReason } = receipt;
  return (
    <div className="slip-shadow">
      <div className="slip grid gap-3 pt-4 pb-6 text-small">
        <dl className="grid grid-cols-3 *:not-first:border-line-strong *:not-first:border-l *:not-first:border-dashed *:not-first:pl-3">
          <Figure label="to answer">{answerMs === null ? "–" : formatDuration(answerMs)}</Figure>
          <Figure label="this reply">{cost ? formatMoney(cost.totalMicros, cost.currency) : "no price"}</Figure>
          <Figure label={delivery?.at ? <Time at={delivery.at} clock={clock} /> : "delivery"}>
            {delivery ? (
              <>
                <DeliveryTicks state={delivery.state} />
                {deliveryWord(delivery.state)}
              </>
            ) : (
              "Not sent"
            )}
          </Figure>
        </dl>
        {(outcome !== "answered" || error) && (
          <p
            className={`flex gap-2 rounded-2 px-2.5 py-2 ${outcome === "checking" ? "bg-brass-soft text-brass-ink" : "bg-bad-soft text-bad-ink"}`}
          >
            <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 stroke-[1.75]" />
            <span>{error ?? (outcome === "answered" ? "" : outcomes[outcome])}</span>
          </p>
        )}
        {timeline.length > 0 && (
          <Part title="Where the time went">
            <Waterfall timeline={timeline} />
          </Part>
        )}
        <Part
          title="What it used"
          aside={
            finishReason && (
              <>
                finished: <span className="font-mono">{finishReason}</span>
              </>
            )
          }
        >
          <RoundTree rounds={rounds} />
        </Part>
        <Part title="What it cost" aside={<span className="font-mono">{receipt.model}</span>}>
          {cost ? (
            <dl>
              {cost.lines.map(({ label, micros }) => (
                <LeaderLine key={label} term={label}>
                  {exact(micros, cost.currency)}
                </LeaderLine>
              ))}
              <LeaderLine term="Total" total>
                {exact(cost.totalMicros, cost.currency)}
              </LeaderLine>
            </dl>
          ) : (
            <p className="text-ink-2">
              {tokens.input === null
                ? "The provider told no usage."
                : `${formatNumber(tokens.input)} tokens in, ${formatNumber(tokens.output ?? 0)} out. The model has no price.`}
            </p>
          )}
          {cost && (
            <p className="mt-1.5 text-ink-3 text-meta">The model’s price. What Twilio charges is on its bill.</p>
          )}
        </Part>
        {receipt.parts.length > 0 && <DeliveryLines parts={receipt.parts} clock={clock} title={partTitle} />}
      </div>
    </div>
  );
}

const partTitle = "mb-1.5 flex justify-between gap-3 font-medium text-ink-3 text-meta";

function Part({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-line-strong border-t border-dashed pt-3">
      <h3 className={partTitle}>
        {title}
        {aside && <span className="min-w-0 truncate font-normal">{aside}</span>}
      </h3>
      {children}
    </section>
  );
}

function Figure({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="grid content-start">
      <dt className="row-start-2 text-ink-3 text-meta">{label}</dt>
      <dd className="flex items-center gap-1.5 font-semibold text-read">{children}</dd>
    </div>
  );
}

function Time({ at, clock }: { at: Date; clock: ViewerClock }) {
  return (
    <time dateTime={at.toISOString()} title={clock.full(at)}>
      {clock.seconds(at)}
    </time>
  );
}

/** To the millionth, so that the lines add up to the total before the reader's eyes. */
function exact(micros: number, currency: string): string {
  return new Intl.NumberFormat("en-GB", {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: 6,
    maximumFractionDigits: 6,
  }).format(micros / 1_000_000);
}
