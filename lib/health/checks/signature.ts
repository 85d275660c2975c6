import { z } from "zod";
import { type CheckContext, counted, dayMs, defineCheck, explanation, hourMs, iso, isoTime, minuteMs } from "../schema";
import { explainRefusal, type Refusal, refusal } from "./explain-refusal";

/** Whether webhooks for this sender are refused, and why: another token, another address, another account. */
export const signature = defineCheck({
  key: "signature",
  title: "Signatures",
  group: "receiving",
  evidence: z.object({
    /** By reason, the newest first. */
    refusals: z.array(refusal),
    seenAt: isoTime.nullable(),
    webhookUrl: z.string(),
    number: z.string(),
    accountSidLastFour: z.string(),
    authTokenLastFour: z.string(),
  }),

  async run(context) {
    const { app, now } = context;
    const refusals = await findRefusals(context);
    const evidence = {
      refusals,
      seenAt: iso(app.webhookSeenAt),
      webhookUrl: likest(app.webhookUrls, refusals[0]?.signedUrl),
      number: app.number,
      accountSidLastFour: app.accountSidLastFour,
      authTokenLastFour: app.authTokenLastFour,
    };
    const last = refusals[0];
    if (!last) return { status: "good", evidence };
    const lastAt = new Date(last.lastAt);
    const seenAt = app.webhookSeenAt;
    if (seenAt && seenAt > lastAt)
      return { status: now.getTime() - lastAt.getTime() < hourMs ? "look" : "good", evidence };
    return { status: mayBeAStranger(last, context) ? "look" : "broken", evidence };
  },

  explain({ refusals, seenAt, ...ours }, status, { at, ago }) {
    const last = refusals[0];
    if (!last || status === "good") {
      return explanation({
        sentence: last
          ? `Every message since ${at(last.lastAt)} was signed by Twilio.`
          : "Every message was signed by Twilio.",
      });
    }
    const total = refusals.reduce((sum, { count }) => sum + count, 0);
    const first = refusals.map(({ firstAt }) => firstAt).sort()[0] ?? last.firstAt;
    const fixed = seenAt !== null && seenAt > last.lastAt;
    const words = explainRefusal(last, ours);
    return explanation({
      ...words,
      situation: "Unauthorised",
      sentence: fixed
        ? `${counted(total, "message was", "messages were")} refused until ${at(last.lastAt)}; now they arrive`
        : `${counted(total, "message was", "messages were")} refused since ${at(first)}`,
      whatHappened: fixed
        ? `${words.whatHappened} There is nothing to do any more; what was refused is fetched from Twilio's list.`
        : words.whatHappened,
      whatToDo: fixed ? [] : words.whatToDo,
      repair: fixed ? null : words.repair,
      facts: [
        ...words.facts,
        { term: "Sent to", detail: ours.number, look: "mono" },
        { term: "Last refused", detail: ago(last.lastAt) },
      ],
    });
  },
});

/** Of our addresses the one that was meant, so that only the difference stands out. */
function likest(urls: string[], signedUrl = ""): string {
  const path = URL.canParse(signedUrl) ? new URL(signedUrl).pathname.replace(/\/$/, "") : "";
  return urls.find((url) => path && url.endsWith(path)) ?? urls[0] ?? "";
}

async function findRefusals({ db, now }: CheckContext): Promise<Refusal[]> {
  const rows = await db.webhookFailure.findMany({
    where: { lastAt: { gte: new Date(now.getTime() - dayMs) } },
    orderBy: { lastAt: "desc" },
    take: 500,
  });
  const byReason = new Map<string, Refusal>();
  for (const { reason, signedUrl, accountSidLastFour, count, firstAt, lastAt } of rows) {
    const known = byReason.get(reason);
    if (known) {
      known.count += count;
      known.firstAt = [known.firstAt, firstAt.toISOString()].sort()[0] ?? known.firstAt;
    } else {
      const times = { firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() };
      byReason.set(reason, { reason, signedUrl, accountSidLastFour, count, ...times });
    }
  }
  return [...byReason.values()];
}

/**
 * Who knows the number can send what Twilio never signed. While Twilio's own messages arrive, that is likelier than a
 * wrong token, which the check of the account sees as well. A fitting signature over another address cannot be made up.
 */
function mayBeAStranger(last: Refusal, { app }: CheckContext): boolean {
  if (last.reason === "wrong_url" || last.reason === "other_number" || !app.webhookSeenAt) return false;
  const quietMs = new Date(last.lastAt).getTime() - app.webhookSeenAt.getTime();
  return quietMs < 10 * minuteMs;
}
