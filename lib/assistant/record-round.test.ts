import { expect, it } from "vitest";
import { conversationWith } from "../conversations/test-turn";
import type { ChainCompletion } from "../gateway/complete-along-chain";
import { recordRound } from "./record-round";

function completion(fields: Partial<ChainCompletion>): ChainCompletion {
  const usage = { inputTokens: 10, outputTokens: 5, cachedTokens: null, reasoningTokens: null, costMicros: null };
  const model = { organizationModelId: "", model: "test-model", currency: "USD" };
  return {
    ...usage,
    ...model,
    text: "",
    toolCalls: [],
    content: [],
    finishReason: "stop",
    leftOut: [],
    modelMs: 1,
    attempts: [],
    ...fields,
  };
}

async function claimed() {
  const { db, claim } = await conversationWith("Hi");
  const { replyRunId: id, conversationId, turn } = await claim();
  const record = (fields: Partial<ChainCompletion>) =>
    recordRound(db, { id, conversationId, turn }, 0, completion(fields), { tools: [], carried: [] });
  return { db, id, record };
}

it("keeps nothing of a model that ended after the attempt had", async () => {
  const { db, id, record } = await claimed();
  await db.replyRun.update({ where: { id }, data: { outcome: "answered", answer: "Hello!" } });
  expect(await record({ text: "Good evening!" })).toBeNull();
  expect(await db.replyRun.findFirst()).toMatchObject({ answer: "Hello!", steps: [] });
});

it("keeps the first of two answers that were written at once", async () => {
  const { db, record } = await claimed();
  await record({ text: "Hello!" });
  expect(await record({ text: "Good evening!" })).toMatchObject({ answer: "Hello!" });
  expect(await db.replyRun.findFirst()).toMatchObject({ answer: "Hello!", inputTokens: 10 });
});

it("keeps no more calls of one round than are run, so that each has its result in the next", async () => {
  const { db, record } = await claimed();
  const toolCalls = Array.from({ length: 20 }, (_, index) => ({
    type: "tool-call" as const,
    toolCallId: `call-${index}`,
    toolName: "look",
    input: "{}",
  }));
  const run = await record({ toolCalls, content: toolCalls });
  const ids = (await db.toolCall.findMany({ orderBy: { position: "asc" } })).map((call) => call.providerCallId);
  expect(ids).toHaveLength(16);
  expect(run?.steps).toMatchObject([{ content: ids.map((toolCallId) => ({ toolCallId })) }]);
});
