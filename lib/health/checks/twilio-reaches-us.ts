import { z } from "zod";
import { isOutOfReach, outOfReachSentence } from "../../channels/out-of-reach";
import type { CheckContext } from "../schema";
import { counted, dayMs, defineCheck, explanation, hourMs, iso, isoTime } from "../schema";

/** Whether Twilio brings messages to our address: never yet, not any more, or a moment ago. */
export const twilioReachesUs = defineCheck({
  key: "twilio-reaches-us",
  title: "Twilio reaches us",
  group: "receiving",
  evidence: z.object({
    seenAt: isoTime.nullable(),
    missedAt: isoTime.nullable(),
    missedCount: z.int(),
    today: z.int(),
    webhookUrl: z.string(),
    number: z.string(),
    isSandbox: z.boolean(),
    outOfReach: z.boolean().default(false),
  }),

  async run({ db, now, app }) {
    const since = new Date(now.getTime() - dayMs);
    const today = await db.message.count({ where: { direction: "inbound", createdAt: { gte: since } } });
    const seenAt = app.webhookSeenAt ?? (app.missedAt ? null : await lastInbound({ db }));
    const evidence = {
      seenAt: iso(seenAt),
      missedAt: iso(app.missedAt),
      missedCount: app.missedCount,
      today,
      webhookUrl: app.webhookUrls[0] ?? "",
      number: app.number,
      isSandbox: app.isSandbox,
      outOfReach: isOutOfReach(),
    };
    const missedFor = app.missedAt ? now.getTime() - app.missedAt.getTime() : Number.POSITIVE_INFINITY;
    const seenSince = app.missedAt && seenAt && seenAt > app.missedAt;
    if (missedFor < dayMs && !seenSince) return { status: "broken", evidence };
    return { status: !seenAt || missedFor < hourMs ? "look" : "good", evidence };
  },

  explain({ seenAt, missedAt, missedCount, today, webhookUrl, number, isSandbox, outOfReach }, status, { ago, at }) {
    const facts = [
      { term: "Our address", detail: webhookUrl, look: "mono" as const },
      { term: "Last webhook", detail: seenAt ? at(seenAt) : "none yet" },
      { term: "Messages in 24 hours", detail: today.toLocaleString("en-GB") },
    ];
    if (status === "good") return explanation({ sentence: `The last message came ${ago(seenAt ?? "")}.`, facts });
    const console = isSandbox
      ? "In Twilio, open Messaging, Try it out, Send a WhatsApp message, Sandbox settings."
      : `In Twilio, open Messaging, Senders, WhatsApp senders, ${number}.`;
    const whatToDo = [
      ...(outOfReach ? [outOfReachSentence] : []),
      console,
      "Put our address into “When a message comes in”, with the method POST, exactly as it stands here and without a slash at its end.",
      "Save, and write to the number from a phone: this turns green within a minute.",
    ];
    const common = {
      situation: "No response" as const,
      whatToDo,
      facts,
      repair: { label: "Set the address", page: "whatsapp" as const },
    };
    if (missedAt && status === "broken")
      return explanation({
        ...common,
        sentence: `${counted(missedCount, "message")} reached Twilio and not us, the last ${ago(missedAt)}`,
        whatHappened:
          "Twilio has messages from customers that it did not bring here. We fetched them from Twilio's list, a few minutes late; until the address is right every answer will be late.",
      });
    if (missedAt && seenAt)
      return explanation({
        ...common,
        sentence: `Twilio reaches us again. ${counted(missedCount, "message")} came late, the last ${ago(missedAt)}`,
        whatHappened:
          "For a while Twilio could not bring messages here. We fetched them from its list and answered them. Nothing is lost; this goes away by itself within an hour.",
        whatToDo: [],
        repair: null,
      });
    return explanation({
      ...common,
      sentence: "Twilio has not brought a message yet",
      whatHappened: `Either nobody has written to ${number}, or Twilio does not know our address. A customer who writes now may stay without an answer.`,
    });
  },
});

/** For a sender that was connected before contacts were kept. */
async function lastInbound({ db }: Pick<CheckContext, "db">): Promise<Date | null> {
  const last = await db.message.findFirst({
    where: { direction: "inbound" },
    orderBy: { createdAt: "desc" },
    select: { createdAt: true },
  });
  return last?.createdAt ?? null;
}
