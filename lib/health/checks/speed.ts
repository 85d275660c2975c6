import { z } from "zod";
import { tenantQuery } from "../../db/tenant-query";
import { counted, defineCheck, explanation, hourMs } from "../schema";

/** What an answer may take beyond the wait that the owner chose. */
const slowMs = 15_000;
const brokenMs = 60_000;

const figures = z.object({
  answers: z.int(),
  medianMs: z.number(),
  p95Ms: z.number(),
  /** The 95th percentile of each part: the wait that was chosen, the wait for a free job, the model. */
  settleMs: z.number(),
  queueMs: z.number(),
  modelMs: z.number(),
});

/** How long customers wait for the first part of an answer. */
export const speed = defineCheck({
  key: "speed",
  title: "Speed",
  group: "answering",
  evidence: z.object({ figures: figures.nullable() }),

  async run({ db, now }) {
    const [measured] = await tenantQuery<z.output<typeof figures>>(db, statement, [new Date(now.getTime() - hourMs)]);
    if (!measured?.answers) return { status: "good", evidence: { figures: null } };
    const overMs = measured.p95Ms - measured.settleMs;
    const status = overMs > brokenMs ? "broken" : overMs > slowMs ? "look" : "good";
    return { status, evidence: { figures: measured } };
  },

  explain({ figures: measured }, status) {
    if (!measured) return explanation({ sentence: "No answer in the last hour to measure." });
    const { answers, medianMs, p95Ms, settleMs, queueMs, modelMs } = measured;
    const facts = [
      { term: "Answers in the last hour", detail: answers.toLocaleString("en-GB") },
      { term: "Half are faster than", detail: seconds(medianMs) },
      { term: "95 % are faster than", detail: seconds(p95Ms) },
      { term: "Of that, the wait you chose", detail: seconds(settleMs) },
      { term: "The model", detail: seconds(modelMs) },
      { term: "Waiting for a free job", detail: seconds(queueMs) },
    ];
    if (status === "good") {
      const chosen = settleMs >= 500 ? `, of which ${seconds(settleMs)} is the wait you chose` : "";
      return explanation({
        sentence: `Half within ${seconds(medianMs)}${chosen}. 95 % within ${seconds(p95Ms)}.`,
        facts,
      });
    }
    const byModel = modelMs >= queueMs;
    return explanation({
      situation: "Delayed responses",
      sentence: `Answers take up to ${seconds(p95Ms)}`,
      whatHappened: `${counted(answers, "answer")} in the last hour; aim for ${seconds(slowMs)} beyond the wait you chose. Most of it is ${byModel ? `the model, which takes ${seconds(modelMs)}` : `waiting for a free job, ${seconds(queueMs)}`}.`,
      whatToDo: byModel
        ? [
            "Choose a faster model, or let the answer be shorter (fewer tokens).",
            "A long prompt takes longer too: move what is rarely needed out of it.",
            "If it began suddenly, look at the provider's status page.",
          ]
        : [
            "Many customers write at once, or the job server is slow. It catches up by itself when it can.",
            "If it lasts, whoever runs Frontdesk gives it more room (operations: jobs).",
          ],
      facts,
      repair: byModel ? { label: "Choose another model", page: "assistant" } : null,
    });
  },
});

/** From the last message of a turn to the call that sends the first part of its answer. */
const statement = `
  SELECT count(*)::int AS "answers",
    coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY "total"), 0)::float AS "medianMs",
    coalesce(percentile_cont(0.95) WITHIN GROUP (ORDER BY "total"), 0)::float AS "p95Ms",
    coalesce(percentile_cont(0.95) WITHIN GROUP (ORDER BY "settle"), 0)::float AS "settleMs",
    coalesce(percentile_cont(0.95) WITHIN GROUP (ORDER BY "queue"), 0)::float AS "queueMs",
    coalesce(percentile_cont(0.95) WITHIN GROUP (ORDER BY "model"), 0)::float AS "modelMs"
  FROM (
    SELECT 1000 * extract(epoch FROM coalesce(o."attemptedAt", o."createdAt") - i."createdAt") AS "total",
      coalesce(r."settleMs", 0) AS "settle", coalesce(r."modelMs", 0) AS "model",
      greatest(0, 1000 * extract(epoch FROM r."startedAt" - i."createdAt") - coalesce(r."settleMs", 0)) AS "queue"
    FROM "Message" AS o
    JOIN "Message" AS i ON i."organizationId" = $1 AND i."conversationId" = o."conversationId" AND i."seq" = o."turn"
    JOIN "ReplyRun" AS r ON r."organizationId" = $1 AND r."id" = o."replyRunId"
    WHERE o."organizationId" = $1 AND o."createdAt" >= $2 AND o."author" = 'assistant' AND o."part" = 0
  ) AS "answer"`;

function seconds(ms: number): string {
  return `${(ms / 1_000).toLocaleString("en-GB", { maximumFractionDigits: 1 })} s`;
}
