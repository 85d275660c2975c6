import type { LanguageModelV3Content, LanguageModelV3Message, LanguageModelV3ToolResultPart } from "@ai-sdk/provider";
import type { ReplyRun, ToolCall } from "@/generated/prisma/client";
import { replySteps } from "../conversations/receipt-schema";
import { assistantMessage, toolMessage } from "../gateway/next-round";
import { asData } from "../plugins/as-data";

/** A call of a tool with as much of its row as a model is told. */
export type ToldCall = Pick<
  ToolCall,
  "callName" | "providerCallId" | "input" | "output" | "error" | "state" | "decidedByName" | "decisionNote"
>;

/** Whether what the model gave in this round is kept already: calls of tools, or the answer, after which no round comes. */
export function isRecorded({ answer, steps }: Pick<ReplyRun, "answer" | "steps">, round: number): boolean {
  return answer !== null || replySteps.parse(steps).some((step) => step.round === round);
}

/** One round as the model saw it: what it said and asked for, then what came of each call. */
export function roundMessages(content: LanguageModelV3Content[], calls: ToldCall[]): LanguageModelV3Message[] {
  return [assistantMessage(content), toolMessage(calls.map(toResult))];
}

/** Calls of attempts before, or that a person has decided since: the model is shown what came of them. */
export function carriedMessages(calls: ToldCall[]): LanguageModelV3Message[] {
  if (calls.length === 0) return [];
  const asked = calls.map((call) => ({
    type: "tool-call" as const,
    toolCallId: call.providerCallId,
    toolName: call.callName,
    input: call.input,
  }));
  return [{ role: "assistant", content: asked }, toolMessage(calls.map(toResult))];
}

function toResult(call: ToldCall): LanguageModelV3ToolResultPart {
  const { providerCallId: toolCallId, callName: toolName } = call;
  return { type: "tool-result", toolCallId, toolName, output: toOutput(call) };
}

function toOutput(call: ToldCall): LanguageModelV3ToolResultPart["output"] {
  const why = call.decisionNote ? ` They wrote: ${call.decisionNote}` : "";
  switch (call.state) {
    case "done":
      return { type: "text", value: asData(call.callName, call.output ?? "") };
    case "waiting":
      return {
        type: "text",
        value:
          "A person has to approve this first and was asked. It is not done yet: do not say that it is, and do not call it again. You will be told what they decide.",
      };
    case "refused":
      return { type: "error-text", value: `A person refused this call; it was not carried out.${why}` };
    case "expired":
      return { type: "error-text", value: "Nobody approved this call in time; it was not carried out." };
    case "running":
    case "unknown":
      return {
        type: "error-text",
        value: "It is not known whether this was carried out. Do not call it again; say so if it matters.",
      };
    default:
      // The words may be the server's own.
      return { type: "error-text", value: asData(call.callName, call.error ?? "It was not carried out.") };
  }
}
