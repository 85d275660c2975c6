import { startOfDay } from "@/components/create-clock";
import type { ConversationFilter } from "@/lib/conversations/schema";
import type { ViewFilter } from "./conversation-path";

/** The filter of an address as the database is asked: days begin and end where the viewer is. */
export function readFilter({ from, to, ...rest }: ViewFilter, timeZone: string): ConversationFilter {
  return {
    ...rest,
    ...(from && { from: startOfDay(from, timeZone) }),
    ...(to && { to: startOfDay(dayAfter(to), timeZone) }),
  };
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
