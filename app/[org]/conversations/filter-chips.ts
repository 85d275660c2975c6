import type { ViewerClock } from "@/components/create-clock";
import type { ConversationStatus } from "@/lib/conversations/schema";
import type { ViewFilter } from "./conversation-path";

export const statusWords: Record<ConversationStatus, string> = {
  waiting: "Waiting for a person",
  unread: "Unread",
  unanswered: "Without an answer",
  paused: "Written while the assistant was off",
  reviewed: "Reviewed",
  unreviewed: "To review",
};

/** The filters that hold, as words; each can be taken away. */
export function filterChips(filter: ViewFilter, clock: ViewerClock): { label: string; without: ViewFilter }[] {
  const { q, status, failed, version, model, channel, from, to } = filter;
  const chip = (label: string | false | 0 | undefined, name: keyof ViewFilter) =>
    label ? [{ label, without: { ...filter, [name]: undefined } }] : [];
  const day = (value: string) => clock.short(new Date(`${value}T12:00:00Z`));
  return [
    ...chip(q && `“${q}”`, "q"),
    ...chip(status && statusWords[status], "status"),
    ...chip(failed && "Not delivered", "failed"),
    ...chip(version && `Version ${version}`, "version"),
    ...chip(model && `Model ${model}`, "model"),
    ...chip(channel && "WhatsApp", "channel"),
    ...chip(from && `From ${day(from)}`, "from"),
    ...chip(to && `Until ${day(to)}`, "to"),
  ];
}
