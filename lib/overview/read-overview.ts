import type { TenantDatabase } from "../db/for-organization";
import { readAnswerTimes } from "./read-answer-times";
import { readConversationTotals } from "./read-conversation-totals";
import { readDelivery } from "./read-delivery";
import { readModelUsage } from "./read-model-usage";
import { readReasons } from "./read-reasons";
import { readTraffic } from "./read-traffic";
import type { Period } from "./resolve-period";
import type { Bucket } from "./schema";

/** All that the overview knows of a period, as the API and the download give it. */
export async function readOverview(db: TenantDatabase, period: Period) {
  const [traffic, conversations, answerTimes, delivery, models, reasons] = await Promise.all([
    readTraffic(db, period),
    readConversationTotals(db, period),
    readAnswerTimes(db, period),
    readDelivery(db, period),
    readModelUsage(db, period),
    readReasons(db, period),
  ]);
  return {
    firstDay: period.firstDay,
    lastDay: period.lastDay,
    timeZone: period.timeZone,
    from: period.from,
    to: period.to,
    messages: traffic.now,
    conversations: conversations.now,
    answerTimes: answerTimes.now,
    delivery,
    models: models.now,
    reasons,
    before: {
      from: period.previous.from,
      to: period.previous.to,
      messages: traffic.before,
      conversations: conversations.before,
      answerTimes: answerTimes.before,
      models: models.before,
    },
    unit: period.unit,
    columns: joinColumns(period, traffic.columns, answerTimes.columns),
  };
}

export function joinColumns(
  { starts }: Period,
  traffic: Awaited<ReturnType<typeof readTraffic>>["columns"],
  times: Awaited<ReturnType<typeof readAnswerTimes>>["columns"],
): Bucket[] {
  const noTraffic = { in: 0, out: 0, assistant: 0, people: 0, fixed: 0, failed: 0 };
  const noTimes = { answers: 0, medianMs: null, p95Ms: null };
  return starts.map((start, index) => ({ start, ...(traffic[index] ?? noTraffic), ...(times[index] ?? noTimes) }));
}
