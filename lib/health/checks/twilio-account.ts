import { z } from "zod";
import { accountCodes, findFailedSends } from "../failed-sends";
import { counted, defineCheck, explanation, type Situation, twilioReport } from "../schema";

/** Whether Twilio accepts our credentials and the account may send. */
export const twilioAccount = defineCheck({
  key: "twilio-account",
  title: "Twilio account",
  group: "delivering",
  evidence: z.object({
    report: twilioReport,
    accountSidLastFour: z.string(),
    failed: z.object({ code: z.int(), count: z.int() }).nullable(),
  }),

  async run(context) {
    const { twilio, app } = context;
    const sends = await findFailedSends(context, accountCodes);
    // What failed before Twilio was last asked is answered by what it said.
    const failed = sends && sends.lastAt > new Date(twilio.askedAt) ? { code: sends.code, count: sends.count } : null;
    const evidence = { report: twilio, accountSidLastFour: app.accountSidLastFour, failed };
    const { account, accountProblem } = twilio;
    const refused = accountProblem !== null && accountProblem !== "unreachable";
    if (refused || failed || (account && account.status !== "active")) return { status: "broken", evidence };
    return { status: accountProblem === "unreachable" ? "look" : "good", evidence };
  },

  explain({ report, accountSidLastFour, failed }, status, { at }) {
    const { account, accountProblem, askedAt } = report;
    const facts = [
      { term: "Account", detail: `AC••••••••${accountSidLastFour}${account ? ` (${account.name})` : ""}` },
      { term: "Twilio was asked", detail: at(askedAt) },
      ...(failed ? [{ term: "Not sent", detail: counted(failed.count, "message") }] : []),
    ];
    if (status === "good") {
      const trial = account?.isTrial ? ", a trial" : "";
      return explanation({ sentence: `Active${trial}. Twilio accepts the credentials.`, facts });
    }
    if (status === "look") {
      return explanation({
        sentence: "Twilio's API could not be reached",
        whatHappened: `We asked at ${at(askedAt)} and got no answer. Replies wait and are sent when it is back.`,
        whatToDo: ["Look at status.twilio.com. Nothing needs to be changed here."],
        facts,
      });
    }
    const suspended =
      accountProblem === "account" ||
      failed?.code === 20005 ||
      failed?.code === 30002 ||
      (account !== null && account.status !== "active");
    if (suspended) {
      return explanation({
        situation: "Messages not delivering",
        sentence: `The Twilio account is ${account && account.status !== "active" ? account.status : "suspended or out of funds"}`,
        whatHappened:
          "Twilio takes no message from this account. What customers write is kept, and nothing of ours goes out.",
        whatToDo: [
          "In Twilio, open Billing: add funds, or settle what is due.",
          "If the account was suspended for another reason, Twilio's mail says which; answer it there.",
          "Then use “Check now”. Replies that failed meanwhile are shown under Conversations.",
        ],
        facts,
        repair: { label: "See what was not sent", page: "conversations" },
      });
    }
    return explanation({
      situation: "Unauthorised" satisfies Situation,
      sentence: "Twilio refuses the credentials",
      whatHappened:
        "Account SID and Auth Token do not fit each other (20003). No reply can be sent until they do. Most often the token was changed at Twilio.",
      whatToDo: [
        `In Twilio, open the account whose SID ends in ${accountSidLastFour}.`,
        "Copy the Account SID and the primary Auth Token.",
        "Enter both here. We check them at once.",
      ],
      facts,
      repair: { label: "Enter SID and token again", page: "whatsapp" },
    });
  },
});
