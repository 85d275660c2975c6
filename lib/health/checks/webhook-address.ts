import { z } from "zod";
import { defineCheck, explanation, hourMs, iso, isoTime } from "../schema";

/** Whether the sender's address at Twilio is ours. */
export const webhookAddress = defineCheck({
  key: "webhook-address",
  title: "Webhook address",
  group: "receiving",
  evidence: z.object({
    /** Twilio's sandbox, and restricted credentials, do not let it be read. */
    readable: z.boolean(),
    callbackUrl: z.string().nullable(),
    webhookUrl: z.string(),
    isSandbox: z.boolean(),
    seenAt: isoTime.nullable(),
    askedAt: isoTime,
  }),

  async run({ twilio, app, now }) {
    const callbackUrl = twilio.sender?.callbackUrl ?? null;
    const evidence = {
      readable: twilio.sender !== null,
      callbackUrl,
      webhookUrl: app.webhookUrls[0] ?? "",
      isSandbox: app.isSandbox,
      seenAt: iso(app.webhookSeenAt),
      askedAt: twilio.askedAt,
    };
    if (!evidence.readable || (callbackUrl && app.webhookUrls.includes(withoutFragment(callbackUrl)))) {
      return { status: "good", evidence };
    }
    // A Messaging Service may bring the messages instead.
    const arrives = app.webhookSeenAt !== null && now.getTime() - app.webhookSeenAt.getTime() < hourMs;
    return { status: arrives ? "look" : "broken", evidence };
  },

  explain({ readable, callbackUrl, webhookUrl, isSandbox, askedAt }, status, { at }) {
    const facts = [
      {
        term: "At Twilio",
        detail: callbackUrl ?? "none",
        look: status === "good" ? ("mono" as const) : ("wrong" as const),
      },
      { term: "We expect", detail: webhookUrl, look: "mono" as const },
      { term: "Twilio was asked", detail: at(askedAt) },
    ];
    if (status === "good") {
      const unread = isSandbox
        ? "The sandbox's address is set in Twilio's console and cannot be read from here."
        : "Twilio does not tell the address with these credentials.";
      return explanation({
        sentence: readable ? "The sender's address at Twilio is ours." : unread,
        facts: readable ? facts : facts.slice(1),
      });
    }
    return explanation({
      situation: "No response",
      sentence: callbackUrl ? "Twilio calls another address than ours" : "Twilio has no address to bring messages to",
      whatHappened:
        status === "look"
          ? "Messages arrive all the same, perhaps by way of a Messaging Service. Should that end, nobody would be answered."
          : "What customers write goes elsewhere, or nowhere. The assistant does not see it until we compare with Twilio's list.",
      whatToDo: ["Let us set the address at Twilio, or copy ours into the sender's “When a message comes in” (POST)."],
      facts,
      repair: { label: "Set the address", page: "whatsapp" },
    });
  },
});

/** What follows the # tells Twilio how often to try and is no part of the address. */
function withoutFragment(url: string): string {
  return url.replace(/#.*$/, "");
}
