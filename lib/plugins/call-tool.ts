import { AppError } from "../errors";
import { logger } from "../logger";
import { timeLimit } from "../time-limit";
import { brokenRule } from "./firewall/argument-rules";
import { inputProblem } from "./firewall/check-input";
import { cutOutput } from "./firewall/cut-output";
import { redact } from "./firewall/redact";
import type { FirstPartyTool } from "./first-party/first-party-plugin";
import { findFirstParty } from "./first-party-id";
import { callServer } from "./mcp/call-server";
import { secretsOf } from "./plugin-secrets";
import type { OfferedTool, ToolContext, ToolOutcome } from "./tool";

const longestError = 500;
const notCarriedOut: Record<OfferedTool["permission"], string> = {
  allow: "Not carried out: this is a test.",
  ask: "Not carried out: this is a test. In a conversation it waits until a person has approved it.",
};

/**
 * Runs one call of a tool behind the firewall: the arguments have to fit the schema that the owner ticked and then the
 * owner's rules, or nobody is called; then within the tool's time limit, connecting included. What comes back is cut at its
 * limit, and secrets of ours are masked in it. Never throws for what a tool or a server does.
 */
export async function callTool(tool: OfferedTool, input: unknown, context: ToolContext): Promise<ToolOutcome> {
  const problem = argumentsProblem(tool, input);
  if (problem) return { state: "blocked", error: problem };
  if (isOnlySaid(tool, context)) return { state: "done", ...cutOutput(notCarriedOut[tool.permission]) };
  const signal = timeLimit(tool.timeoutMs, context.signal);
  const own = findFirstParty(tool.pluginId)?.tools.find(({ name }) => name === tool.name);
  return own
    ? callOwn(own, input, { ...context, signal })
    : callMcp(tool, input as Record<string, unknown>, { ...context, signal });
}

/** In a dry run, what changes something or asks a person first is not carried out. */
export function isOnlySaid({ permission, definition }: OfferedTool, { dryRun }: Pick<ToolContext, "dryRun">): boolean {
  return dryRun && (permission === "ask" || definition.annotations.readOnlyHint !== true);
}

/** Why these arguments are not allowed: by the schema that the owner ticked, or by the owner's rules. Null when they are. */
export function argumentsProblem(tool: OfferedTool, input: unknown): string | null {
  return inputProblem(tool.definition.inputSchema, input) ?? brokenRule(tool.rules, input);
}

interface Timed extends ToolContext {
  signal: AbortSignal;
}

async function callMcp(tool: OfferedTool, input: Record<string, unknown>, context: Timed): Promise<ToolOutcome> {
  const { db, callId, signal } = context;
  const plugin = await db.plugin.findFirst({ where: { id: tool.pluginId } });
  if (!plugin?.url) return { state: "failed", error: "This tool's plugin was deleted." };
  const answer = await callServer(db, plugin, { id: callId, tool: tool.name, input }, signal);
  // Asked again: an access token may have been refreshed on the way.
  const secrets = await currentSecrets(context, tool.pluginId, secretsOf(plugin));
  const clean = (text: string) => redact(text, secrets);
  if ("failure" in answer) {
    const state = answer.mayBeDone && !tool.repeatable ? "unknown" : "failed";
    return { state, error: shorten(clean(answer.failure.message)) };
  }
  const text = clean(answer.text);
  if (answer.isError) return { state: "failed", error: shorten(text) || "The tool says that it failed, and not why." };
  return { state: "done", ...cutOutput(text) };
}

async function currentSecrets({ db }: Timed, id: string, before: string[]): Promise<string[]> {
  const plugin = await db.plugin.findFirst({ where: { id, auth: "oauth" } });
  return plugin ? [...before, ...secretsOf(plugin)] : before;
}

async function callOwn(tool: FirstPartyTool, input: unknown, context: Timed): Promise<ToolOutcome> {
  const parsed = tool.input.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const sentence = `The arguments do not fit: ${[issue?.path.join("."), issue?.message].filter(Boolean).join(": ")}`;
    return { state: "blocked", error: shorten(sentence) };
  }
  try {
    const result = await Promise.race([tool.handle(input, context), whenAborted(context.signal)]);
    return { state: "done", ...cutOutput(JSON.stringify(result) ?? "null") };
  } catch (error) {
    if (context.signal.aborted) return { state: "failed", error: "This tool did not finish in time." };
    if (error instanceof AppError) return { state: "failed", error: shorten(error.message) };
    logger.error({ err: error, organizationId: context.db.organizationId, tool: tool.name }, "a tool of ours failed");
    return { state: "failed", error: "Something went wrong on our side. Try again in a moment." };
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function shorten(text: string): string {
  return text.replaceAll("\u0000", "").toWellFormed().slice(0, longestError);
}
