import { isDeepStrictEqual } from "node:util";
import type { Prisma, ToolCall } from "@/generated/prisma/client";
import { replyWindow } from "../conversations/reply-window";
import type { ChainCompletion } from "../gateway/complete-along-chain";
import { readObject } from "../gateway/next-round";
import { argumentsProblem } from "../plugins/call-tool";
import { definitionHash } from "../plugins/firewall/definition-hash";
import type { TurnSoFar } from "./read-turn";

/** What a tool read is good for so long. */
const freshMs = 10 * 60_000;

/** What the round was offered, and the calls that are known. */
export type KnownCalls = Pick<TurnSoFar, "tools" | "carried" | "own">;

type Judged = Pick<Prisma.ToolCallCreateManyInput, "pluginId" | "pluginName" | "toolName" | "input" | "state"> &
  Partial<Prisma.ToolCallCreateManyInput>;

/** What is to become of a call: to be run, to be asked about, or ended at once, with the reason. */
export function judgeCall(
  { toolName: callName, input: written }: ChainCompletion["toolCalls"][number],
  { tools, carried, own }: KnownCalls,
  lastInboundAt: Date,
): Judged {
  const input = readObject(written);
  const tool = tools.find((offered) => offered.callName === callName);
  const named = {
    pluginId: tool?.pluginId ?? "",
    pluginName: tool?.pluginName ?? "",
    toolName: tool?.name ?? callName,
    input: (input ?? {}) as Prisma.InputJsonObject,
  };
  const ended = (state: "failed" | "blocked", error: string) => ({ ...named, state, error, finishedAt: new Date() });
  if (!tool) return ended("failed", "There is no such tool, or it failed too often in this turn.");
  if (!input) return ended("blocked", "The arguments are not a JSON object.");
  const isSame = (call: ToolCall) => call.callName === callName && isDeepStrictEqual(call.input, input);
  if (!tool.repeatable && [...carried, ...own].some((call) => call.state === "unknown" && isSame(call)))
    return ended("blocked", "Nobody knows whether the same call was carried out. A person has to look.");
  const same = carried.findLast(isSame);
  if (same?.state === "done" && !(tool.definition.annotations.readOnlyHint === true && isStale(same))) {
    const { output, outputBytes, truncated } = same;
    return { ...named, state: "done", output, outputBytes, truncated, finishedAt: new Date() };
  }
  if (same?.state === "waiting") return ended("blocked", "The same call waits for a person already.");
  if (tool.permission === "allow") return { ...named, state: "approved" };
  const problem = argumentsProblem(tool, input);
  if (problem) return ended("blocked", problem);
  // What a person approves is this definition: another one under the same name is another tool.
  const asked = { definitionHash: definitionHash(tool.name, tool.definition) };
  return { ...named, ...asked, state: "waiting", expiresAt: replyWindow(lastInboundAt).decideBefore };
}

function isStale({ finishedAt }: ToolCall): boolean {
  return finishedAt !== null && Date.now() - finishedAt.getTime() > freshMs;
}
