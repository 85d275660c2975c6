import { setTimeout as delay } from "node:timers/promises";
import type { ChatCompletionRequest, ChatMessage, FixtureResponse } from "@copilotkit/aimock";
import { fallbackAnswer, topics } from "./shop";

const slowAnswerMs = 8_000;

/**
 * The model's answer to everything that the customer wrote since the last answer. These words in the newest message steer it:
 *
 * - `slow` takes 8 seconds;
 * - `fail` is a 500, `rate limit` a 429, `bad key` a 401; `fail once` a 500 to the first call alone;
 * - `refuse` stops with a content filter, `say nothing` is an empty answer;
 * - `call NAME {"json": 1}` in any of the messages asks for a tool, where it is offered; `;` parts several at once, `then`
 *   those of the next round, and `keep` repeats the first round for ever; after the last the answer says what each gave;
 * - `say "…"` is said beside the calls of its round, and `answer exactly …` is answered word for word;
 * - the same faults belong to the models in `faultsOfModels`, whatever the customer wrote;
 * - `ref ABC123` in any of the messages is repeated in the answer, each on a line of its own, so that a test can tell
 *   which messages an answer is for.
 */
export async function answer({ model, messages, tools }: ChatCompletionRequest): Promise<FixtureResponse> {
  const unanswered = messagesSinceLastAnswer(messages);
  const newest = faultsOfModels[model] ?? unanswered.at(-1) ?? "";
  if (says(newest, "slow")) await delay(slowAnswerMs);
  const toolNames = (tools ?? []).map((tool) => tool.function.name);
  const said = exactly(newest, toolNames) ??
    askForTools(faultsOfModels[model] ?? unanswered.join("\n"), messages, toolNames) ?? { content: reply(unanswered) };
  return failure(newest) ?? withUsage(said, messages);
}

/** Models that always have a fault: to try what happens to a version that answers with them. */
const faultsOfModels: Record<string, string> = {
  "acme-broken": "fail",
  "acme-busy": "rate limit",
  "acme-locked": "bad key",
  "acme-strict": "refuse",
  "acme-slow": "slow",
};

type Said = { content: string; toolCalls?: never } | { content?: string; toolCalls: AskedTool[] };

interface AskedTool {
  name: string;
  arguments: string;
}

/** JSON by a schema is asked of Anthropic's models as a tool of this name. */
const jsonTool = "json";

function exactly(text: string, toolNames: string[]): Said | undefined {
  const [, words] = text.match(/\banswer exactly (.*)/is) ?? [];
  if (words === undefined) return undefined;
  return toolNames.includes(jsonTool) ? { toolCalls: [{ name: jsonTool, arguments: words }] } : { content: words };
}

function askForTools(text: string, messages: ChatMessage[], toolNames: string[]): Said | undefined {
  const rounds = text.split(/\bthen\b/i);
  const sinceAnswer = messages.slice(lastAnswerIn(messages) + 1);
  // OpenAI's newer API has each call of a round in a message of its own.
  const done = sinceAnswer.filter(
    ({ role }, index) => role === "tool" && sinceAnswer[index + 1]?.role !== "tool",
  ).length;
  const round = (says(text, "keep") ? rounds[0] : rounds[done]) ?? "";
  const asked = round.split(";").flatMap((part) => {
    const [, name, input = "{}"] = part.match(/\bcall ([\w-]+)\s*(\{.*\})?/s) ?? [];
    return name ? [{ name, arguments: input }] : [];
  });
  const toolCalls = asked.filter(({ name }) => toolNames.includes(name));
  const [, content] = round.match(/\bsay "(.*?)"/i) ?? [];
  if (toolCalls.length > 0) return content ? { content, toolCalls } : { toolCalls };
  const results = sinceAnswer.filter(({ role }) => role === "tool").map(({ content }) => textOf(content));
  const lines = results.map((result) => `The tool gave: ${result.slice(0, longestResult)}`);
  if (asked.length > 0) lines.push(`There is no tool ${asked.map(({ name }) => name).join(" and no ")}.`);
  return lines.length > 0 ? { content: [...lines, ...references(text)].join("\n") } : undefined;
}

const longestResult = 500;

/** About four characters a token; under the names of OpenAI's two APIs and of Anthropic's. */
function withUsage(response: Said, messages: ChatMessage[]): FixtureResponse {
  const characters = messages.reduce((sum, message) => sum + textOf(message.content).length, 0);
  const said = (response.content ?? "") + JSON.stringify(response.toolCalls ?? "");
  const [input, output] = [Math.ceil(characters / 4), Math.ceil(said.length / 4)];
  const usage = { input_tokens: input, output_tokens: output, prompt_tokens: input, completion_tokens: output };
  return { ...response, usage: { ...usage, total_tokens: input + output } };
}

function messagesSinceLastAnswer(messages: ChatMessage[]): string[] {
  return messages
    .slice(lastAnswerIn(messages) + 1)
    .filter((message) => message.role === "user")
    .map((message) => textOf(message.content));
}

/** What asks for tools is no answer yet. */
function lastAnswerIn(messages: ChatMessage[]): number {
  return messages.findLastIndex((message) => message.role === "assistant" && !message.tool_calls?.length);
}

function textOf(content: ChatMessage["content"]): string {
  if (typeof content === "string") return content;
  return (content ?? []).map((part) => part.text ?? "").join("\n");
}

const failedOnce = new Set<string>();

function failure(text: string): FixtureResponse | undefined {
  if (says(text, "fail once") && failedOnce.has(text)) return undefined;
  if (says(text, "fail once")) failedOnce.add(text);
  if (says(text, "fail")) return { status: 500, error: { message: "The model is overloaded.", type: "server_error" } };
  if (says(text, "rate limit")) {
    return { status: 429, retryAfter: 1, error: { message: "Rate limit reached.", type: "rate_limit_error" } };
  }
  if (says(text, "bad key")) {
    return { status: 401, error: { message: "Incorrect API key provided.", type: "authentication_error" } };
  }
  if (says(text, "refuse")) return { content: "", finishReason: "content_filter" };
  if (says(text, "say nothing")) return { content: "  \n" };
  return undefined;
}

function reply(unanswered: string[]): string {
  const all = unanswered.join("\n");
  const matching = topics.filter((topic) => topic.words.test(all));
  const long = matching.find((topic) => topic.standsAlone);
  const answers = (long ? [long] : matching).map((topic) => topic.answer);
  const noted = references(all);
  if (answers.length === 0 && noted.length === 0) answers.push(fallbackAnswer);
  return [...answers, noted.join("\n")].filter(Boolean).join("\n\n");
}

function says(text: string, words: string): boolean {
  return new RegExp(`\\b${words}\\b`, "i").test(text);
}

function references(text: string): string[] {
  return [...text.matchAll(/\bref[: ]\s*([a-z0-9-]{3,})/gi)].map((match) => `Noted: ref ${match[1]}`);
}
