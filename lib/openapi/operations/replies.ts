import { z } from "zod";
import { DeliveryState, ReplyOutcome, ToolCallState, Verdict } from "@/generated/prisma/enums";
import { noteInput, ratingInput } from "../../conversations/schema";
import { exampleIds, id, listOf, section, time } from "../operation";
import { ofConversation } from "./conversations";

const failure = z.strictObject({ code: z.int().nullable(), message: z.string() });

const tokens = z.int().nullish();

const modelCall = z.strictObject({
  round: z.int().meta({ description: "Counted from 0." }),
  model: z.string().nullish(),
  at: time.nullish(),
  ms: z.number(),
  inputTokens: tokens,
  outputTokens: tokens,
  costMicros: tokens,
  finishReason: z.string().nullish(),
  attempts: z
    .array(
      z.strictObject({
        model: z.string(),
        ms: z.number(),
        outcome: z.enum(["answered", "failed", "skipped", "overtaken"]),
        error: z.string().nullable(),
      }),
    )
    .meta({ description: "Where another model was asked before or beside it; the last one answered." }),
});

const toolCall = z.strictObject({
  id,
  name: z.string(),
  plugin: z.string(),
  state: z.enum(ToolCallState),
  startedAt: time.nullable(),
  ms: z.number().nullable(),
  input: z.unknown(),
  output: z.string().nullable(),
  error: z.string().nullable(),
  decidedBy: z.string().nullable(),
});

const receipt = z.strictObject({
  id,
  conversationId: id,
  version: z.int(),
  model: z.string(),
  outcome: z.enum(ReplyOutcome),
  finishReason: z.string().nullable().meta({ description: "As the provider gave it." }),
  error: z.string().nullable(),
  startedAt: time,
  answerMs: z.number().nullable(),
  delivery: z.strictObject({ state: z.enum(DeliveryState), at: time.nullable() }).nullable(),
  timeline: z.array(
    z.strictObject({
      label: z.string(),
      kind: z.enum(["wait", "model", "tool", "twilio", "delivered", "read"]),
      startMs: z.number(),
      ms: z.number(),
    }),
  ),
  rounds: z.array(z.strictObject({ model: modelCall.nullable(), tools: z.array(toolCall) })),
  tokens: z.strictObject({ input: z.int().nullable(), output: z.int().nullable() }),
  cost: z
    .strictObject({
      currency: z.string(),
      lines: z.array(z.strictObject({ label: z.string(), micros: z.number() })),
      totalMicros: z.number(),
    })
    .nullable(),
  parts: z.array(
    z.strictObject({
      messageId: id,
      deliveryState: z.enum(DeliveryState),
      providerSid: z.string().nullable(),
      calledAt: time.nullable(),
      error: failure.nullable(),
      events: z.array(z.strictObject({ status: z.string(), errorCode: z.int().nullable(), at: time })),
    }),
  ),
  rating: z
    .strictObject({
      verdict: z.enum(Verdict),
      reason: z.string(),
      betterAnswer: z.string(),
      authorName: z.string(),
      updatedAt: time,
    })
    .nullable(),
});

const note = z.strictObject({ id, text: z.string(), authorName: z.string(), createdAt: time });

const ofReceipt = {
  ...ofConversation,
  runId: { description: "The `receipt.runId` of a message.", example: exampleIds.replyRun },
};

export const replies = section("Conversations", [
  {
    method: "GET",
    path: "/conversations/{id}/receipts/{runId}",
    summary: "Read the receipt of a reply",
    description: "Version, model, timings, tokens, cost, tool calls and what became of it.",
    permission: "read-conversations",
    parameters: ofReceipt,
    response: { status: 200, description: "The receipt.", content: { schema: receipt } },
  },
  {
    method: "PUT",
    path: "/conversations/{id}/receipts/{runId}/rating",
    summary: "Rate a reply",
    permission: "work-conversations",
    parameters: ofReceipt,
    body: {
      schema: ratingInput,
      example: { verdict: "bad", reason: "We close at five.", betterAnswer: "We are open until five." },
    },
    response: { status: 204, description: "Kept; the last rating holds.", content: null },
  },
  {
    method: "DELETE",
    path: "/conversations/{id}/receipts/{runId}/rating",
    summary: "Take a rating back",
    permission: "work-conversations",
    parameters: ofReceipt,
    response: { status: 204, description: "Gone.", content: null },
  },
  {
    method: "POST",
    path: "/conversations/{id}/notes",
    summary: "Leave a note",
    description: "For the other members; no customer ever sees it.",
    permission: "work-conversations",
    parameters: ofConversation,
    body: { schema: noteInput, example: { text: "Called back at noon." } },
    response: { status: 201, description: "The note.", content: { schema: note } },
  },
  {
    method: "GET",
    path: "/conversations/{id}/notes",
    summary: "List notes",
    permission: "read-conversations",
    parameters: ofConversation,
    response: { status: 200, description: "Oldest first.", content: listOf(note) },
  },
  {
    method: "PUT",
    path: "/conversations/{id}/reviewed",
    summary: "Mark as reviewed",
    permission: "work-conversations",
    parameters: ofConversation,
    response: { status: 204, description: "Marked, until the customer writes again.", content: null },
  },
  {
    method: "DELETE",
    path: "/conversations/{id}/reviewed",
    summary: "Take the mark back",
    permission: "work-conversations",
    parameters: ofConversation,
    response: { status: 204, description: "Not reviewed.", content: null },
  },
]);
