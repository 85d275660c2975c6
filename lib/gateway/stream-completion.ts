import type { LanguageModelV3Content, LanguageModelV3StreamPart } from "@ai-sdk/provider";
import { type Completion, callOptions, completionOf, inTime, type ModelCall } from "./complete";
import { ModelError, toModelError } from "./model-error";
import type { OpenModel } from "./open-model";

type Finish = Extract<LanguageModelV3StreamPart, { type: "finish" }>;

/**
 * As `completeWith`, and tells of each part as it comes; what the provider is left to say when it breaks off is thrown as
 * ModelError. `onPart` must not throw.
 */
export async function streamCompletion(
  model: OpenModel,
  call: ModelCall,
  onPart: (part: LanguageModelV3StreamPart) => void,
): Promise<Completion> {
  const startedAt = performance.now();
  const collected = new CollectedContent();
  let finish: Finish | undefined;
  let warnings: Extract<LanguageModelV3StreamPart, { type: "stream-start" }>["warnings"] = [];
  try {
    await inTime(call, async (signal) => {
      const { stream } = await model.languageModel.doStream(callOptions(call, signal));
      for await (const part of stream as unknown as AsyncIterable<LanguageModelV3StreamPart>) {
        if (part.type === "error") throw brokenOff(part.error);
        if (part.type === "stream-start") warnings = part.warnings;
        if (part.type === "finish") finish = part;
        collected.add(part);
        onPart(part);
      }
    });
  } catch (error) {
    if (call.signal?.aborted) throw call.signal.reason;
    throw toModelError(error, model.name);
  }
  if (!finish) throw brokenOff(null);
  const { finishReason, usage } = finish;
  return completionOf(model, call, { content: collected.content, finishReason, usage, warnings }, startedAt);
}

/** Within a stream a fault has no status of its own. */
function brokenOff(error: unknown): unknown {
  if (error instanceof Error) return error;
  return new ModelError("retry_later", "The model's provider broke off with a fault.");
}

/** Puts the parts of a stream together again, as one call without streaming would have given them. */
class CollectedContent {
  readonly content: LanguageModelV3Content[] = [];
  readonly #open = new Map<string, Extract<LanguageModelV3Content, { type: "text" | "reasoning" }>>();

  add(part: LanguageModelV3StreamPart): void {
    switch (part.type) {
      case "text-start":
      case "reasoning-start":
        this.#begin(part.type === "text-start" ? "text" : "reasoning", part.id);
        break;
      case "text-delta":
      case "reasoning-delta": {
        const block = this.#open.get(part.id);
        if (block) block.text += part.delta;
        break;
      }
      case "tool-call":
      case "tool-result":
      case "file":
      case "source":
        this.content.push(part);
    }
    // A provider's signature of the model's thoughts may come at any time; without it they are not taken back.
    if ("id" in part && "providerMetadata" in part && part.providerMetadata) {
      const block = this.#open.get(part.id ?? "");
      if (block) block.providerMetadata = { ...block.providerMetadata, ...part.providerMetadata };
    }
  }

  #begin(type: "text" | "reasoning", id: string): void {
    const block = { type, text: "" };
    this.#open.set(id, block);
    this.content.push(block);
  }
}
