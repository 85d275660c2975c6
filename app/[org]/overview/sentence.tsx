import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import type { ViewerClock } from "@/components/create-clock";
import { formatNumber } from "@/components/format";
import type { Period } from "@/lib/overview/resolve-period";
import type { Delivery } from "@/lib/overview/schema";
import { sinceWords } from "./describe-period";
import type { Totals } from "./read-parts";

interface Props {
  slug: string;
  firstName: string;
  period: Period;
  clock: ViewerClock;
  totals: Totals;
  delivery: Delivery | null;
  waiting: number;
}

/** How the desk is doing, in plain words; each number leads to what it counts. */
export function Sentence({ slug, firstName, period, clock, totals, delivery, waiting }: Props) {
  const list = `/${slug}/conversations`;
  const days = `from=${period.firstDay}&to=${period.lastDay}`;
  const { total, answeredAlone } = totals.conversations.now;
  const since = sinceWords(period);
  return (
    <>
      <p className="text-ink-3 text-meta">
        {clock.day(clock.now) === "Today" ? clock.full(clock.now).split(",")[0] : ""}, {clock.time(clock.now)}
      </p>
      <p className="mt-1 max-w-[46rem] text-pretty text-[1.25rem] leading-[1.9375rem] tracking-[-0.012em] md:text-note">
        {greeting(clock)}, {firstName}.{" "}
        {total === 0 ? (
          `${since} nobody has written.`
        ) : (
          <>
            {since} the assistant answered{" "}
            <Told href={`${list}?${days}`} tone="accent">
              {formatNumber(answeredAlone)} of {counted(total, "conversation")}
            </Told>{" "}
            on its own.
          </>
        )}{" "}
        {waiting > 0 && (
          <>
            <Told href={`${list}?status=waiting`} tone="brass">
              {waiting === 1 ? "One person is waiting" : `${formatNumber(waiting)} people are waiting`}
            </Told>{" "}
            for you now.{" "}
          </>
        )}
        {delivery && delivery.failed > 0 && (
          <>
            <Told href={`${list}?failed=true&${days}`} tone="bad">
              {counted(delivery.failed, "message")} did not arrive
            </Told>
            {mostOf(delivery)}
          </>
        )}
        {waiting === 0 && delivery?.failed === 0 && total > 0 && "Nobody is waiting, and every message arrived."}
      </p>
    </>
  );
}

const tones = {
  accent: "text-accent-ink decoration-accent-line",
  brass: "text-brass-ink decoration-brass-mark",
  bad: "text-bad-ink decoration-bad-line",
} as const;

function Told({ href, tone, children }: { href: string; tone: keyof typeof tones; children: ReactNode }) {
  return (
    <Link
      href={href as Route}
      className={`font-semibold underline decoration-[1.5px] underline-offset-5 hover:decoration-current ${tones[tone]}`}
    >
      {children}
    </Link>
  );
}

/** Why the most of them did not, where one reason stands for more than half. */
function mostOf({ failed, failures: [first] }: Delivery): string {
  if (!first || first.count * 2 <= failed) return ".";
  const reason = first.sentence
    .replace(/[.:]( .*)?$/s, "")
    .replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  return first.count === failed ? `: ${reason}.` : `, most for one reason: ${reason}.`;
}

function counted(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function greeting(clock: ViewerClock): string {
  const hour = Number(clock.time(clock.now).slice(0, 2));
  if (hour < 5) return "Good night";
  if (hour < 12) return "Good morning";
  return hour < 18 ? "Good afternoon" : "Good evening";
}
