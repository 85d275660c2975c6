import { formatNumber } from "@/components/format";
import type { SenderCheck } from "@/lib/channels/check-sender";

/** What Twilio said of account and sender, a few words each; nothing of what it did not say. */
export function senderFacts(check: SenderCheck | null): string[] {
  if (!check || check.problem) return [];
  const { account, sender } = check;
  return [
    account?.status === "active" && (account.isTrial ? "Trial account active" : "Account active"),
    sender?.status.startsWith("ONLINE") && "Sender online",
    sender?.qualityRating && `Quality ${sender.qualityRating.toLowerCase()}`,
    sender?.messagingLimit && limitWords(sender.messagingLimit),
  ].filter((fact): fact is string => Boolean(fact));
}

/** "10K Customers/24hr" is Twilio's way to say it. */
function limitWords(limit: string): string {
  const [, count, unit] = /^([\d.]+)(K|M)?\s+Customers?\/24hr$/i.exec(limit) ?? [];
  if (!count) return limit;
  const factor = { K: 1_000, M: 1_000_000 }[unit?.toUpperCase() as "K" | "M"] ?? 1;
  return `${formatNumber(Number(count) * factor)} new people a day`;
}
