import { z } from "zod";
import { WebhookRefusal } from "@/generated/prisma/enums";
import { type Explanation, isoTime } from "../schema";

export const refusal = z.object({
  reason: z.enum(WebhookRefusal),
  signedUrl: z.string(),
  accountSidLastFour: z.string(),
  count: z.int(),
  firstAt: isoTime,
  lastAt: isoTime,
});
export type Refusal = z.infer<typeof refusal>;

export interface Ours {
  webhookUrl: string;
  number: string;
  accountSidLastFour: string;
  authTokenLastFour: string;
}

type Words = Pick<Explanation, "whatHappened" | "whatToDo" | "facts" | "repair">;

/** What happened and what to do, by the reason of the newest refusal. */
export function explainRefusal(last: Refusal, ours: Ours): Words {
  switch (last.reason) {
    case "wrong_url":
      return {
        whatHappened:
          "Twilio reaches us, but it calls a slightly different address, and its signature is over that one. The token is right.",
        whatToDo: [
          "In Twilio, open the sender, and replace the address under “When a message comes in” with ours.",
          "Copy it whole: https, the host, no port, no slash at the end, nothing after a question mark.",
          "If the address that Twilio calls is the one you want, whoever runs Frontdesk sets it as PUBLIC_URL.",
        ],
        facts: [
          { term: "Twilio signed", detail: last.signedUrl || "several addresses", look: "wrong" },
          { term: "We are at", detail: ours.webhookUrl, look: "mono" },
        ],
        repair: { label: "Set the address", page: "whatsapp" },
      };
    case "other_account":
      return {
        whatHappened:
          "Requests that name another Twilio account were refused. Either that account has the sender now, a subaccount perhaps, and signs with a token that we do not have, or somebody else made the requests up: without the token nobody can tell.",
        whatToDo: [
          "If you do not know the account, do nothing: nothing of these requests was taken.",
          "If it is yours and has the sender, open it in Twilio, and copy its Account SID and its primary Auth Token.",
          "Enter both here. We check them at once, and fetch what was refused from Twilio's list.",
        ],
        facts: [
          { term: "They name account", detail: masked(last.accountSidLastFour), look: "wrong" },
          { term: "We know account", detail: masked(ours.accountSidLastFour), look: "mono" },
        ],
        repair: { label: "Enter the other account", page: "whatsapp" },
      };
    case "other_number":
      return {
        whatHappened:
          "Twilio sent us messages for another number of your account. This address only serves the one below.",
        whatToDo: [
          "In Twilio, open the other sender.",
          "Take our address out of it, or connect that number here instead.",
        ],
        facts: [],
        repair: { label: "See the number", page: "whatsapp" },
      };
    case "wrong_token":
      return {
        whatHappened:
          "Twilio's signature does not match the Auth Token that we have. Either the token was changed at Twilio, it is not the primary one, or these requests did not come from Twilio.",
        whatToDo: [
          `In Twilio, open the account whose SID ends in ${ours.accountSidLastFour} and copy its primary Auth Token.`,
          "Enter SID and token again here. We check them at once.",
          "What was refused stays in Twilio's list; we fetch it from there within minutes.",
        ],
        facts: [{ term: "We know token", detail: `••••${ours.authTokenLastFour}`, look: "mono" }],
        repair: { label: "Enter the token again", page: "whatsapp" },
      };
  }
}

function masked(lastFour: string): string {
  return lastFour ? `AC••••••••${lastFour}` : "several";
}
