import type { ReactNode } from "react";
import { formatDuration, formatMoney, formatNumber, formatPercent } from "@/components/format";
import type { Period } from "@/lib/overview/resolve-period";
import type { ModelUsage } from "@/lib/overview/schema";
import { beforeWords } from "./describe-period";
import type { Totals } from "./read-parts";

/** The five numbers, each with what it is measured against. */
export function Figures({ totals, period }: { totals: Totals; period: Period }) {
  const { traffic, conversations, answerTimes, models } = totals;
  const { medianMs, p95Ms } = answerTimes.now;
  const { total, answeredAlone } = conversations.now;
  const spent = sumByCurrency(models.now);
  return (
    <dl className="grid grid-cols-2 border-line border-y md:grid-cols-5 md:divide-x md:divide-line">
      <Figure term="Messages in" note={compare(traffic.now.in, traffic.before.in, beforeWords(period))}>
        {formatNumber(traffic.now.in)}
      </Figure>
      <Figure
        term="Replies"
        note={total > 0 ? `${(traffic.now.out / total).toFixed(1)} for each conversation` : "no conversation"}
      >
        {formatNumber(traffic.now.out)}
      </Figure>
      <Figure term="Answered alone" note={`${formatNumber(answeredAlone)} of ${formatNumber(total)} conversations`}>
        {total > 0 ? formatPercent(answeredAlone / total) : "–"}
      </Figure>
      <Figure term="Median time to answer" note={p95Ms === null ? "no answer" : `95 % within ${formatDuration(p95Ms)}`}>
        {medianMs === null ? "–" : formatDuration(medianMs)}
      </Figure>
      <Figure term="Spent on models" note={perReply(models.now)} wide>
        {spent.length > 0 ? spent.map(({ currency, micros }) => formatMoney(micros, currency)).join(" + ") : "–"}
      </Figure>
    </dl>
  );
}

function Figure({
  term,
  note,
  wide = false,
  children,
}: {
  term: string;
  note: string;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div
      className={`px-4 py-3 max-md:border-line max-md:[&:nth-child(n+3)]:border-t max-md:[&:nth-child(odd)]:border-r md:px-5 md:first:pl-6 ${wide ? "max-md:col-span-2 max-md:border-r-0!" : ""}`}
    >
      <dt className="text-ink-2 text-small">{term}</dt>
      <dd className="font-semibold text-figure tracking-[-0.02em]">
        {children}
        <span className="block font-normal text-ink-3 text-meta tracking-normal">{note}</span>
      </dd>
    </div>
  );
}

export function sumByCurrency(models: ModelUsage[]): { currency: string; micros: number }[] {
  const sums = new Map<string, number>();
  for (const { currency, costMicros, answers, withoutPrice } of models) {
    if (answers > withoutPrice) sums.set(currency, (sums.get(currency) ?? 0) + costMicros);
  }
  return [...sums].map(([currency, micros]) => ({ currency, micros }));
}

function perReply(models: ModelUsage[]): string {
  const answers = models.reduce((sum, model) => sum + model.answers - model.withoutPrice, 0);
  const unpriced = models.reduce((sum, model) => sum + model.withoutPrice, 0);
  const [only, ...others] = sumByCurrency(models);
  if (unpriced > 0) return `${formatNumber(unpriced)} ${unpriced === 1 ? "answer has" : "answers have"} no price`;
  return only && others.length === 0 ? `${formatMoney(only.micros / answers, only.currency)} an answer` : "no answer";
}

/** "+8 % on the week before"; "none the week before" where there is nothing to compare with. */
function compare(now: number, before: number, name: string): string {
  if (before === 0) return `none ${name}`;
  const change = Math.round((now / before - 1) * 100);
  if (change === 0) return `as ${name}`;
  return `${change > 0 ? "+" : "−"}${formatNumber(Math.abs(change))} % on ${name}`;
}
