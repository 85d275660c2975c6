import { duration } from "@/components/create-clock";

/** 12 s ago, 3 min ago: how long since something that somebody waits for. */
export function ago(time: Date, now: Date): string {
  const ms = Math.max(0, now.getTime() - time.getTime());
  return ms < 60_000 ? `${Math.round(ms / 1000)} s ago` : `${duration(ms)} ago`;
}
