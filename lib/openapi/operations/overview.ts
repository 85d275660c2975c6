import { z } from "zod";
import { overviewRequest } from "@/lib/overview/schema";
import { section, time } from "../operation";

const count = z.int();
const day = z.iso.date();
const traffic = {
  in: count,
  out: count,
  assistant: count,
  people: count,
  fixed: count.meta({ description: "Texts that were written in advance: fallback, pause." }),
  failed: count,
};
const answerTimes = { answers: count, medianMs: count.nullable(), p95Ms: count.nullable() };
const conversations = z.strictObject({ total: count, answeredAlone: count, flagged: count });
const model = z.strictObject({
  model: z.string(),
  currency: z.string(),
  answers: count,
  inputTokens: z.number(),
  outputTokens: z.number(),
  costMicros: z.number().meta({ description: "Micro-units of the currency." }),
  withoutPrice: count,
});

const totals = {
  messages: z.strictObject(traffic),
  conversations,
  answerTimes: z.strictObject(answerTimes),
  models: z.array(model),
};

const report = z.strictObject({
  firstDay: day,
  lastDay: day,
  timeZone: z.string(),
  from: time,
  to: time,
  ...totals,
  delivery: z.strictObject({
    sent: count,
    delivered: count,
    read: count,
    failed: count,
    failures: z.array(z.strictObject({ code: count.nullable(), count, sentence: z.string() })),
  }),
  reasons: z.array(z.strictObject({ reason: z.string(), conversations: count })),
  before: z.strictObject({ from: time, to: time, ...totals }),
  unit: z.enum(["hour", "day", "week"]),
  columns: z.array(z.strictObject({ start: time, ...traffic, ...answerTimes })),
});

export const overview = section("Overview", [
  {
    method: "GET",
    path: "/overview",
    summary: "Read the figures of a period",
    description:
      "Messages, conversations, time to answer, delivery, tokens and cost, beside those of as much time before. Nothing said: 7 days, today the last.",
    permission: "read-overview",
    query: overviewRequest,
    parameters: {
      period: { description: "The last day is today." },
      from: { description: "The first day, with `to` and instead of `period`.", example: "2026-11-01" },
      to: { description: "The last day; at most 366 of them.", example: "2026-11-07" },
      timeZone: { description: "Where days begin and end.", example: "Europe/London" },
    },
    response: { status: 200, description: "The period's figures.", content: { schema: report } },
  },
]);
