import type { ToolCall } from "@/generated/prisma/client";
import { type Round, replySteps, type ToolStep } from "./receipt-schema";

/** An attempt as it went: first what a person had decided before it, then each call of the model with its tools. */
export function roundsOf(run: { id: string; steps: unknown }, calls: ToolCall[]): Round[] {
  const decided = calls.filter((call) => call.replyRunId !== run.id).map(toToolStep);
  const rounds = replySteps.parse(run.steps).map(({ content: _, kind: __, attempts = [], ...model }): Round => {
    const own = calls.filter((call) => call.replyRunId === run.id && call.round === model.round);
    return { model: { ...model, attempts }, tools: own.map(toToolStep) };
  });
  return decided.length > 0 ? [{ model: null, tools: decided }, ...rounds] : rounds;
}

function toToolStep(call: ToolCall): ToolStep {
  const { id, toolName: name, pluginName: plugin, state, startedAt, finishedAt, input, output, error } = call;
  return {
    id,
    name,
    plugin,
    state,
    startedAt,
    ms: startedAt && finishedAt ? Math.max(0, finishedAt.getTime() - startedAt.getTime()) : null,
    input,
    output,
    error,
    decidedBy: call.decidedByName,
  };
}
