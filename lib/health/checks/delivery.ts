import { z } from "zod";
import type { HealthStatus } from "@/generated/prisma/enums";
import { deliveryProblem } from "../../twilio/error-codes";
import { counted, dayMs, defineCheck, explanation, hourMs, iso, isoTime } from "../schema";

const mostCodes = 12;

/** Whether what we send arrives, by Twilio's error code. */
export const delivery = defineCheck({
  key: "delivery",
  title: "Delivery",
  group: "delivering",
  evidence: z.object({
    sent: z.int(),
    codes: z.array(z.object({ code: z.int(), count: z.int(), lastAt: isoTime })),
    failed: z.int(),
    /** Sent more than an hour ago, and not delivered: a phone that is off, or a customer who blocked the number. */
    stuck: z.int(),
    lastDeliveredAt: isoTime.nullable(),
  }),

  async run({ db, now }) {
    const createdAt = { gte: new Date(now.getTime() - dayMs) };
    const ours = { direction: "outbound" as const, createdAt };
    const sent = await db.message.count({ where: ours });
    const failures = await db.message.groupBy({
      by: ["errorCode"],
      where: { ...ours, deliveryState: "failed" },
      _count: true,
      _max: { createdAt: true },
    });
    const stuck = await db.message.count({
      where: { ...ours, deliveryState: "sent", createdAt: { ...createdAt, lt: new Date(now.getTime() - hourMs) } },
    });
    const delivered = await db.message.findFirst({
      where: { ...ours, deliveryState: { in: ["delivered", "read"] } },
      orderBy: { createdAt: "desc" },
      select: { createdAt: true },
    });
    const codes = failures
      .map(({ errorCode, _count, _max }) => ({
        code: errorCode ?? 0,
        count: _count,
        lastAt: (_max.createdAt ?? now).toISOString(),
      }))
      .sort((left, right) => right.count - left.count);
    const failed = codes.reduce((sum, { count }) => sum + count, 0);
    const lastDeliveredAt = iso(delivered?.createdAt);
    const evidence = { sent, codes: codes.slice(0, mostCodes), failed, stuck, lastDeliveredAt };
    if (failed === 0) return { status: "good", evidence };
    const since = codes.filter(({ lastAt }) => !lastDeliveredAt || lastAt > lastDeliveredAt);
    const nothingArrives = since.reduce((sum, { count }) => sum + count, 0) >= 3;
    const ownerMustAct = since.some(({ code }) => deliveryProblem(code).action === "owner");
    return { status: nothingArrives || ownerMustAct ? "broken" : "look", evidence };
  },

  explain({ sent, codes, failed, stuck, lastDeliveredAt }, status, { at }) {
    const facts = [
      { term: "Sent in 24 hours", detail: counted(sent, "message") },
      { term: "Did not arrive", detail: failed.toLocaleString("en-GB") },
      { term: "Sent an hour ago, not delivered", detail: stuck.toLocaleString("en-GB") },
      ...(lastDeliveredAt ? [{ term: "Last one that arrived", detail: at(lastDeliveredAt) }] : []),
    ];
    if (status === "good") {
      const sentence =
        sent > 0
          ? `All ${counted(sent, "message")} of the last 24 hours went out.`
          : "Nothing was sent in the last 24 hours.";
      const waiting = stuck > 0 ? ` ${counted(stuck, "message")} wait for a phone that is off.` : "";
      return explanation({ sentence: sentence + waiting, facts });
    }
    return explanation({
      situation: "Messages not delivering",
      sentence: `${counted(failed, "message")} of ${sent.toLocaleString("en-GB")} did not arrive in the last 24 hours`,
      whatHappened: `${others(status, lastDeliveredAt)} Twilio gives a code for each that did not arrive; below is what it means.`,
      facts,
      codes: codes.map(({ code, count }) => ({
        code,
        count,
        sentence:
          code === 0
            ? "Not sent, because the part before it failed, or Twilio gave no reason."
            : deliveryProblem(code).sentence,
        owner: deliveryProblem(code).action === "owner",
      })),
      repair: { label: "Show them", page: "conversations" },
    });
  },
});

function others(status: HealthStatus, lastDeliveredAt: string | null): string {
  if (!lastDeliveredAt) return "None has arrived yet.";
  return status === "broken" ? "None has arrived since." : "Others arrive.";
}
