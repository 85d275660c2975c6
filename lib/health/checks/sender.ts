import { z } from "zod";
import { deliveryProblem } from "../../twilio/error-codes";
import { findFailedSends, senderCodes } from "../failed-sends";
import { counted, defineCheck, explanation, twilioReport } from "../schema";

const notJoined = 63015;

/** Whether the number is a WhatsApp sender of this account, online, and in good standing. */
export const sender = defineCheck({
  key: "sender",
  title: "Sender online",
  group: "receiving",
  evidence: z.object({
    report: twilioReport,
    number: z.string(),
    isSandbox: z.boolean(),
    failed: z.object({ code: z.int(), count: z.int() }).nullable(),
  }),

  async run(context) {
    const { twilio, app } = context;
    const sends = await findFailedSends(context, app.isSandbox ? [notJoined, ...senderCodes] : senderCodes);
    const failed = sends && { code: sends.code, count: sends.count };
    const evidence = { report: twilio, number: app.number, isSandbox: app.isSandbox, failed };
    const offline = twilio.senderKnown && !isOnline(twilio.sender?.status);
    if (offline || (failed && failed.code !== notJoined)) return { status: "broken", evidence };
    const low = twilio.sender?.qualityRating?.toUpperCase() === "LOW";
    return { status: failed || low ? "look" : "good", evidence };
  },

  explain({ report, number, isSandbox, failed }, status, { at }) {
    const { sender: found } = report;
    const facts = [
      { term: "Number", detail: number, look: "mono" as const },
      ...(found ? [{ term: "Status at Twilio", detail: found.status }] : []),
      ...(found?.qualityRating ? [{ term: "Quality", detail: found.qualityRating.toLowerCase() }] : []),
      ...(found?.messagingLimit ? [{ term: "Limit", detail: found.messagingLimit }] : []),
      ...(failed ? [{ term: "Not sent", detail: `${counted(failed.count, "message")} (${failed.code})` }] : []),
      { term: "Twilio was asked", detail: at(report.askedAt) },
    ];
    if (status === "good") return explanation({ sentence: goodSentence(), facts });
    if (status === "look" && failed) {
      return explanation({
        situation: "Messages not delivering",
        sentence: "A customer has not joined the sandbox",
        whatHappened: "Twilio's sandbox only writes to who has sent it “join” and your code in the last three days.",
        whatToDo: ["Let the customer send “join” and your sandbox's code to +1 415 523 8886, then write again."],
        facts,
        repair: { label: "See the sandbox", page: "whatsapp" },
      });
    }
    if (status === "look") {
      return explanation({
        sentence: "WhatsApp rates this number's quality as low",
        whatHappened:
          "Customers block or report its messages. If it stays low, WhatsApp lowers its limit or takes it offline.",
        whatToDo: [
          "Read some conversations of the last week: what do customers not want?",
          "Let the assistant answer shorter, and let customers reach a person.",
        ],
        facts,
        repair: { label: "Read conversations", page: "conversations" },
      });
    }
    const common = { situation: "WhatsApp not enabled" as const, facts };
    if (report.senderKnown && !found) {
      return explanation({
        ...common,
        sentence: `${number} is no WhatsApp sender of this Twilio account`,
        whatHappened:
          "A number that can send texts is not by itself a WhatsApp sender. Until it is registered, nothing comes in and nothing goes out.",
        whatToDo: [
          "In Twilio, open Messaging, Senders, WhatsApp senders, and see whether the number is there.",
          "If it is not: register it there (Create new sender), and accept Twilio's invitation in Meta Business Manager.",
          "If it is in another account or subaccount: enter that account's SID and token here.",
        ],
        repair: { label: "Check number and account", page: "whatsapp" },
      });
    }
    return explanation({
      ...common,
      sentence:
        found && !isOnline(found.status)
          ? `The sender is ${statusWords(found.status)}`
          : "Twilio does not send from this number",
      whatHappened:
        found?.offlineReasons.join(" ") ||
        (failed && deliveryProblem(failed.code).sentence) ||
        "WhatsApp has not enabled this number, or has taken it offline.",
      whatToDo: [
        `In Twilio, open Messaging, Senders, WhatsApp senders, ${number}: it says what is missing.`,
        "Accept open invitations and settle billing in Meta Business Manager.",
        "Then use “Check now”.",
      ],
      repair: { label: "See the sender", page: "whatsapp" },
    });

    function goodSentence(): string {
      if (isSandbox) return "Twilio's shared sandbox. Customers join it first, for three days.";
      if (!found) return `${number}. Twilio does not say more with these credentials.`;
      const quality = found.qualityRating ? `, quality ${found.qualityRating.toLowerCase()}` : "";
      return `${number} is online${quality}.`;
    }
  },
});

function isOnline(status: string | undefined): boolean {
  return status?.startsWith("ONLINE") ?? false;
}

function statusWords(status: string): string {
  return status.toLowerCase().replaceAll("_", " ");
}
