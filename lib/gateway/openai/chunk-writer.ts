import type { LanguageModelV3StreamPart } from "@ai-sdk/provider";
import type { RoundListener, RoundsAnswer } from "../run-rounds";
import type { Tally } from "../tally";
import type { GatewayError } from "./gateway-error";
import { betweenRounds, type Head, toFinishReason, toUsage } from "./to-completion";

interface Options {
  head: Head;
  /** `stream_options.include_usage`. */
  includeUsage: boolean;
  /** Tools that are run on this side: the caller is told nothing of their calls. */
  isOurs(toolName: string): boolean;
  /** JSON is asked for and plugins are there: what a model says beside a call would spoil it, so that each round's text waits for its end. */
  holdText: boolean;
  write(event: string): void;
}

/** Writes an answer as it comes as OpenAI's server-sent events, a `chat.completion.chunk` each. */
export class ChunkWriter implements RoundListener {
  readonly #options: Options;
  #begun = false;
  #held = "";
  /** Text of an earlier round has gone out, and none of this one. */
  #wantsGap = false;
  #saidText = false;
  /** Of the caller's calls, by their ids: their place, and whether their arguments have gone out. */
  readonly #calls = new Map<string, { index: number; begun: boolean }>();

  constructor(options: Options) {
    this.#options = options;
  }

  onPart(part: LanguageModelV3StreamPart): void {
    if (part.type === "stream-start") return;
    this.#begin();
    switch (part.type) {
      case "text-delta":
        if (this.#options.holdText) this.#held += part.delta;
        else this.#sayText(part.delta);
        break;
      case "reasoning-delta":
        if (part.delta) this.#choice({ reasoning_content: part.delta });
        break;
      case "tool-input-start":
        if (!this.#options.isOurs(part.toolName)) this.#beginCall(part.id, part.toolName);
        break;
      case "tool-input-delta":
        this.#sayArguments(part.id, part.delta);
        break;
      case "tool-call":
        // Some providers give a call whole, and arguments that are empty are not streamed.
        if (!this.#options.isOurs(part.toolName)) this.#beginCall(part.toolCallId, part.toolName);
        if (!this.#calls.get(part.toolCallId)?.begun) this.#sayArguments(part.toolCallId, part.input);
    }
  }

  onRoundEnd(goesOn: boolean): void {
    if (!goesOn) this.#sayText(this.#held);
    this.#held = "";
    this.#wantsGap = this.#saidText;
  }

  end(answer: RoundsAnswer, tally: Tally): void {
    this.#begin();
    this.#choice({}, toFinishReason(answer));
    if (this.#options.includeUsage) this.#chunk({ choices: [], usage: toUsage(tally) });
    this.#options.write("data: [DONE]\n\n");
  }

  /** An answer that breaks off ends with the error, and without [DONE]. */
  fail(error: GatewayError): void {
    this.#options.write(`data: ${JSON.stringify(error.toBody())}\n\n`);
  }

  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#choice({ role: "assistant", content: "", refusal: null });
  }

  #sayText(text: string): void {
    if (!text) return;
    this.#choice({ content: this.#wantsGap ? betweenRounds + text : text });
    this.#wantsGap = false;
    this.#saidText = true;
  }

  #beginCall(id: string, name: string): void {
    if (this.#calls.has(id)) return;
    const index = this.#calls.size;
    this.#calls.set(id, { index, begun: false });
    this.#choice({ tool_calls: [{ index, id, type: "function", function: { name, arguments: "" } }] });
  }

  #sayArguments(id: string, text: string): void {
    const call = this.#calls.get(id);
    if (!call || !text) return;
    call.begun = true;
    this.#choice({ tool_calls: [{ index: call.index, function: { arguments: text } }] });
  }

  #choice(delta: object, finishReason: string | null = null): void {
    const choice = { index: 0, delta, logprobs: null, finish_reason: finishReason };
    // OpenAI names it in each chunk once it was asked for.
    this.#chunk({ choices: [choice], ...(this.#options.includeUsage && { usage: null }) });
  }

  #chunk(more: object): void {
    const chunk = { ...this.#options.head, object: "chat.completion.chunk", ...more };
    this.#options.write(`data: ${JSON.stringify(chunk)}\n\n`);
  }
}
