import { randomUUID } from "node:crypto";
import type { LanguageModelV3Message, LanguageModelV3ToolCall } from "@ai-sdk/provider";
import type { Round, ToolStep } from "../conversations/receipt-schema";
import type { TenantDatabase } from "../db/for-organization";
import { readObject } from "../gateway/next-round";
import { callLogged } from "../plugins/call-logged";
import { callTool, isOnlySaid } from "../plugins/call-tool";
import { listOfferedTools } from "../plugins/offered-tools";
import type { OfferedTool, ToolOutcome } from "../plugins/tool";
import { askModel } from "./ask-model";
import type { HistoryMessage } from "./build-prompt";
import { roundMessages, type ToldCall } from "./reply-rounds";
import type { Answering } from "./schema";

/** What a test came to: the sum of its rounds. */
export interface TestRounds {
  text: string;
  model: string;
  modelMs: number;
  inputTokens: number | null;
  outputTokens: number | null;
  costMicros: number | null;
  currency: string;
  finishReason: string;
  rounds: Round[];
}

/** The rounds of model and tools as a reply has them, in one go. Of it only the calls that reach a tool are kept, in the log. Throws ModelError. */
export async function tryRounds(
  db: TenantDatabase,
  content: Answering,
  history: HistoryMessage[],
  act: boolean,
): Promise<TestRounds> {
  const tools = await listOfferedTools(db, content, { conversation: true });
  const rounds: Round[] = [];
  const messages: LanguageModelV3Message[] = [];
  for (let round = 0; ; round++) {
    const mayCall = round < content.maxToolSteps;
    const completion = await askModel(db, content, history, { rounds: messages, tools, mayCall });
    const { model, modelMs: ms, inputTokens, outputTokens, finishReason, currency } = completion;
    const costMicros = completion.costMicros === null ? null : Number(completion.costMicros);
    const attempts = completion.attempts.length > 1 ? completion.attempts : [];
    const asked = mayCall ? completion.toolCalls : [];
    const tried = await Promise.all(asked.map((call) => tryCall(db, content, tools, call, act)));
    rounds.push({
      model: {
        round,
        model,
        ms,
        inputTokens,
        outputTokens,
        costMicros,
        finishReason,
        attempts: attempts.map((attempt) => ({ ...attempt, error: attempt.error?.message ?? null })),
      },
      tools: tried.map(({ step }) => step),
    });
    if (asked.length === 0) return { ...sumOf(rounds), text: completion.text, model, currency, finishReason, rounds };
    messages.push(
      ...roundMessages(
        completion.content,
        tried.map(({ told }) => told),
      ),
    );
  }
}

async function tryCall(
  db: TenantDatabase,
  { business }: Answering,
  tools: OfferedTool[],
  { toolName: callName, toolCallId, input: written }: LanguageModelV3ToolCall,
  act: boolean,
): Promise<{ step: ToolStep; told: ToldCall }> {
  const startedAt = new Date();
  const tool = tools.find((offered) => offered.callName === callName);
  const input = readObject(written);
  const { id, outcome } = await run();
  const ms = Date.now() - startedAt.getTime();
  const output = "output" in outcome ? outcome.output : null;
  const error = "error" in outcome ? outcome.error : null;
  const { state } = outcome;
  const named = { name: tool?.name ?? callName, plugin: tool?.pluginName ?? "" };
  return {
    step: { id, ...named, state, startedAt, ms, input: input ?? {}, output, error, decidedBy: null },
    told: {
      callName,
      providerCallId: toolCallId,
      input: {},
      output,
      error,
      state,
      decidedByName: null,
      decisionNote: null,
    },
  };

  async function run(): Promise<{ id: string; outcome: ToolOutcome }> {
    const id = randomUUID();
    if (!tool) return { id, outcome: { state: "failed", error: "There is no such tool." } };
    if (!input) return { id, outcome: { state: "blocked", error: "The arguments are not a JSON object." } };
    const context = { db, conversationId: null, business, dryRun: !act || tool.permission === "ask" };
    if (isOnlySaid(tool, context)) return { id, outcome: await callTool(tool, input, { ...context, callId: id }) };
    return callLogged(tool, input, context, { origin: "test" });
  }
}

function sumOf(rounds: Round[]) {
  const of = (field: "inputTokens" | "outputTokens" | "costMicros") =>
    rounds.reduce<number | null>((sum, { model }) => {
      const value = model?.[field] ?? null;
      return sum === null || value === null ? null : sum + value;
    }, 0);
  return {
    modelMs: rounds.reduce((sum, { model }) => sum + (model?.ms ?? 0), 0),
    inputTokens: of("inputTokens"),
    outputTokens: of("outputTokens"),
    costMicros: of("costMicros"),
  };
}
