import { duration } from "@/components/create-clock";
import { viewerClock } from "./viewer-clock";

/** 10:42 today, Wed, 3 Nov; with `ago`, "3 min ago" within the last day. The whole date shows on hover. */
export async function RelativeTime({ at, ago = true }: { at: Date; ago?: boolean }) {
  const clock = await viewerClock();
  const age = clock.now.getTime() - at.getTime();
  const recent = ago && age >= 0 && age < 24 * 60 * 60 * 1000;
  const text = recent ? (age < 60_000 ? "just now" : `${duration(age)} ago`) : clock.short(at);
  return (
    <time dateTime={at.toISOString()} title={clock.full(at)} className="whitespace-nowrap">
      {text}
    </time>
  );
}
