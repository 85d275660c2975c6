import { AppError } from "@/lib/errors";
import { type Period, resolvePeriod } from "@/lib/overview/resolve-period";
import { type PeriodRequest, periodRequest } from "@/lib/overview/schema";
import { parseInput } from "@/lib/parse-input";

type SearchParams = Record<string, string | string[] | undefined>;

/** The period that an address asks for, and why it is another one where that made no sense. */
export function readRequest(
  searchParams: SearchParams,
  timeZone: string,
  now: Date,
): { period: Period; problem: string | null } {
  const { period, from, to } = searchParams;
  try {
    const asked = parseInput(periodRequest, withoutEmpty({ period, from, to }));
    return { period: resolvePeriod(asked, timeZone, now), problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const [sentence] = Object.values(error.details.fields ?? {});
    return { period: resolvePeriod({}, timeZone, now), problem: sentence ?? error.message };
  }
}

/** The same period as a part of an address. */
export function periodSearch({ name, firstDay, lastDay }: Period): string {
  return String(new URLSearchParams(name ? { period: name } : { from: firstDay, to: lastDay }));
}

function withoutEmpty(fields: SearchParams): PeriodRequest {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value)) as PeriodRequest;
}
