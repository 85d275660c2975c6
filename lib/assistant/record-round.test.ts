import { expect, it } from "vitest";
import type { ToolCall } from "@/generated/prisma/client";
import { conversationWith } from "../conversations/test-turn";
import type { ChainCompletion } from "../gateway/complete-along-chain";
import type { OfferedTool } from "../plugins/tool";
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
    recordRound(db, { id, conversationId, turn }, 0, completion(fields), { tools: [], carried: [], own: [] });
  return { db, id, conversationId, turn, record };
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

it("does not run again what may have been carried out, also in the attempt in which that happened", async () => {
  const { db, conversationId, id, turn } = await claimed();
  const tool = {
    pluginId: "p",
    pluginName: "Shop",
    name: "charge",
    callName: "shop__charge",
    permission: "allow",
    repeatable: false,
    rules: [],
    definition: { annotations: {}, inputSchema: {} },
  } as unknown as OfferedTool;
  const charge = (amount: number) => ({
    type: "tool-call" as const,
    toolCallId: `charge-${amount}`,
    toolName: "shop__charge",
    input: JSON.stringify({ amount }),
  });
  const run = { id, conversationId, turn };
  const record = async (round: number, own: ToolCall[], toolCalls: ReturnType<typeof charge>[]) => {
    await recordRound(db, run, round, completion({ toolCalls, content: toolCalls }), {
      tools: [tool],
      carried: [],
      own,
    });
    return db.toolCall.findMany({ where: { round }, orderBy: { position: "asc" } });
  };
  const [first] = await record(0, [], [charge(5)]);
  expect(first).toMatchObject({ state: "approved" });
  const unknown = { ...first, state: "unknown" } as ToolCall;
  expect(await record(1, [unknown], [charge(5), charge(6)])).toMatchObject([
    { state: "blocked", error: expect.stringContaining("A person has to look") },
    { state: "approved" },
  ]);
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
