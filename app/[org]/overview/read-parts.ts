import type { TenantDatabase } from "@/lib/db/for-organization";
import { readAnswerTimes } from "@/lib/overview/read-answer-times";
import { readConversationTotals } from "@/lib/overview/read-conversation-totals";
import { readDelivery } from "@/lib/overview/read-delivery";
import { readModelUsage } from "@/lib/overview/read-model-usage";
import { joinColumns } from "@/lib/overview/read-overview";
import { readReasons } from "@/lib/overview/read-reasons";
import { readTraffic } from "@/lib/overview/read-traffic";
import type { Period } from "@/lib/overview/resolve-period";
import { settle } from "./settle";

export type Totals = Awaited<ReturnType<typeof readTotals>>;
export type Parts = ReturnType<typeof readParts>;

/** Begins to read all that the page shows; each number is asked for once, however many parts show it. */
export function readParts(db: TenantDatabase, period: Period) {
  const traffic = readTraffic(db, period);
  const answerTimes = readAnswerTimes(db, period);
  const conversations = readConversationTotals(db, period);
  const models = readModelUsage(db, period);
  const columns = Promise.all([traffic, answerTimes]).then(([{ columns }, times]) =>
    joinColumns(period, columns, times.columns),
  );
  return {
    totals: settle("totals", readTotals(traffic, conversations, answerTimes, models)),
    traffic: settle("traffic", traffic),
    columns: settle("columns", columns),
    delivery: settle("delivery", readDelivery(db, period)),
    models: settle(
      "models",
      models.then(({ now }) => now),
    ),
    reasons: settle("reasons", Promise.all([readReasons(db, period), conversations])),
  };
}

async function readTotals(
  traffic: ReturnType<typeof readTraffic>,
  conversations: ReturnType<typeof readConversationTotals>,
  answerTimes: ReturnType<typeof readAnswerTimes>,
  models: ReturnType<typeof readModelUsage>,
) {
  const [first, second, third, fourth] = await Promise.all([traffic, conversations, answerTimes, models]);
  return { traffic: first, conversations: second, answerTimes: third, models: fourth };
}
