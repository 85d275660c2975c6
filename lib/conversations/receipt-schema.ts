import { z } from "zod";
import type { DeliveryState, ReplyOutcome, ToolCallState, Verdict } from "@/generated/prisma/enums";

const ms = z.number().min(0);

/** One call of the model, as ReplyRun.steps keeps it. */
const modelStep = z.object({
  kind: z.literal("model"),
  /** Counted from 0; its tool calls have the same. */
  round: z.number().int().min(0).catch(0),
  /** The model's name at the provider; left out in old runs, which had one. */
  model: z.string().nullish(),
  /** When it was begun. */
  at: z.iso.datetime().nullish(),
  /** How long the model took, in ms. */
  ms,
  inputTokens: z.number().int().nullish(),
  outputTokens: z.number().int().nullish(),
  costMicros: z.number().int().nullish(),
  finishReason: z.string().nullish(),
  /** Models that were asked, in order; the last one answered. Left out when the first did. */
  attempts: z
    .array(
      z.object({
        model: z.string(),
        ms,
        outcome: z.enum(["answered", "failed", "skipped", "overtaken"]),
        error: z.string().nullable(),
      }),
    )
    .catch([])
    .optional(),
  /** What it said beside the calls that it asked for: sent back to it, and shown to nobody. */
  content: z.array(z.unknown()).optional(),
});

/** The rounds of an answer, as ReplyRun.steps keeps them. What is of another form is left out, not a fault. */
export const replySteps = z
  .array(modelStep.nullable().catch(null))
  .catch([])
  .transform((steps) => steps.filter((step) => step !== null));

export type ModelStep = z.infer<typeof replySteps>[number];

/** A model that was asked and did not answer, or did. */
export type ModelAttempt = NonNullable<ModelStep["attempts"]>[number];

/** A tool call in a receipt. */
export interface ToolStep {
  /** Of the call in the log. */
  id: string;
  /** As its plugin calls it. */
  name: string;
  plugin: string;
  state: ToolCallState;
  /** When it was begun; null when it never was. */
  startedAt: Date | null;
  ms: number | null;
  input: unknown;
  output: string | null;
  /** Why it failed, in a sentence; null when it did not. */
  error: string | null;
  /** Who let it be carried out or refused it, where a person was asked. */
  decidedBy: string | null;
}

/** One call of the model and the tools that it asked for. `model` is null for calls that a person decided after an earlier reply. */
export interface Round {
  model: (Omit<ModelStep, "content" | "kind" | "attempts"> & { attempts: ModelAttempt[] }) | null;
  tools: ToolStep[];
}

/** A stretch of the time between the customer's last word and the message on the phone. */
export interface Span {
  label: string;
  kind: "wait" | "model" | "tool" | "twilio" | "delivered" | "read";
  /** ms after the customer's last word. */
  startMs: number;
  ms: number;
}

export interface CostLine {
  label: string;
  micros: number;
}

export interface ReceiptPart {
  messageId: string;
  deliveryState: DeliveryState;
  providerSid: string | null;
  /** When Twilio was last called to send it. */
  calledAt: Date | null;
  error: { code: number | null; message: string } | null;
  /** What Twilio said became of it, in order. */
  events: { status: string; errorCode: number | null; at: Date }[];
}

/** One attempt to answer, with all that is known of it. */
export interface Receipt {
  id: string;
  conversationId: string;
  version: number;
  model: string;
  outcome: ReplyOutcome;
  /** Raw, as the provider gave it. */
  finishReason: string | null;
  error: string | null;
  startedAt: Date;
  /** From the customer's last word to the call to Twilio; null while that has not been made. */
  answerMs: number | null;
  /** Null when nothing was to be sent. */
  delivery: { state: DeliveryState; at: Date | null } | null;
  timeline: Span[];
  /** In order: each call of the model with the tools that it asked for. */
  rounds: Round[];
  tokens: { input: number | null; output: number | null };
  /** What the model cost; null when it has no price. Twilio's own price is on its bill. */
  cost: { currency: string; lines: CostLine[]; totalMicros: number } | null;
  parts: ReceiptPart[];
  rating: RatingView | null;
}

export interface RatingView {
  verdict: Verdict;
  reason: string;
  betterAnswer: string;
  authorName: string;
  updatedAt: Date;
}
