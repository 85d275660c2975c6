import { z } from "zod";

/** The longest stretch that is looked at in one go. */
const longestDays = 366;
const dayMs = 24 * 60 * 60 * 1000;

export const periodNames = ["today", "7d", "30d"] as const;
export type PeriodName = (typeof periodNames)[number];

const day = z.iso.date("Write a day as 2026-11-20.");

const periodFields = {
  period: z.enum(periodNames).optional(),
  from: day.optional(),
  to: day.optional(),
};

/** Which period: by its name, or from one day to another, both of them in it. Nothing said: 7 days, today the last. */
export const periodRequest = z.strictObject(periodFields).superRefine(checkDays);
export type PeriodRequest = z.infer<typeof periodRequest>;

/** GET /overview: days begin and end in `timeZone`. */
export const overviewRequest = z
  .strictObject({
    ...periodFields,
    timeZone: z.string().refine(isTimeZone, "Write a time zone as Europe/London.").default("UTC"),
  })
  .superRefine(checkDays);

function checkDays({ period, from, to }: PeriodRequest, context: z.RefinementCtx): void {
  const refuse = (field: string, message: string) =>
    context.addIssue({ code: "custom", path: [field], message, input: undefined });
  if (period && (from || to)) refuse("period", "Name a period, or give from and to; not both.");
  if (from && !to) refuse("to", "Give the last day as well.");
  if (to && !from) refuse("from", "Give the first day as well.");
  if (!from || !to) return;
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  if (days < 1) refuse("to", "The last day is before the first.");
  if (days > longestDays) refuse("to", `Choose at most ${longestDays} days.`);
}

function isTimeZone(value: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en-GB", { timeZone: value }));
  } catch {
    return false;
  }
}

/** How many messages went each way. */
export interface Traffic {
  in: number;
  /** All that went out, by who wrote it; `fixed` are texts that an owner has written in advance. */
  out: number;
  assistant: number;
  people: number;
  fixed: number;
  /** Of what went out: what did not arrive. */
  failed: number;
}

export interface ConversationTotals {
  /** In which a customer wrote. */
  total: number;
  /** Of these: answered by the assistant, and neither written in nor needed by a person. */
  answeredAlone: number;
  /** In which a person was asked for. */
  flagged: number;
}

/** From the customer's last word to the call that sends the assistant's answer, in ms; null when nothing was answered. */
export interface AnswerTimes {
  answers: number;
  medianMs: number | null;
  p95Ms: number | null;
}

export interface ModelUsage {
  model: string;
  currency: string;
  /** Calls whose tokens the provider has told. */
  answers: number;
  inputTokens: number;
  outputTokens: number;
  /** Micro-units of the currency. */
  costMicros: number;
  /** Answers that no price is known for: they are not in the cost. */
  withoutPrice: number;
}

export interface Delivery {
  /** That Twilio has passed on to WhatsApp, those that arrived, those that were read: each includes the next. */
  sent: number;
  delivered: number;
  read: number;
  failed: number;
  /** What did not arrive, by Twilio's code; the most frequent first. */
  failures: { code: number | null; count: number; sentence: string }[];
}

/** Why a person was needed, and in how many conversations; the most frequent first. */
export interface Reason {
  reason: string;
  conversations: number;
}

/** One column of a chart. */
export interface Bucket extends Traffic, AnswerTimes {
  start: Date;
}
