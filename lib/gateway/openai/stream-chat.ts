import { settingsLeftOut } from "../complete";
import { type RoundsRequest, runRounds } from "../run-rounds";
import { ChunkWriter } from "./chunk-writer";
import type { Exchange } from "./exchange";
import { asksForJson, type ChatCompletionRequest } from "./schema";
import type { Head } from "./to-completion";

/**
 * An answer as server-sent events. The response is there as soon as the model has begun, and not before: until then a
 * failure has a status of its own, and is thrown. A client that hangs up stops the provider's call.
 */
export async function streamChat(
  input: ChatCompletionRequest,
  rounds: RoundsRequest,
  head: Head,
  exchange: Exchange,
): Promise<Response> {
  const { plugins } = rounds;
  const { body, write, close } = openStream(() => exchange.hangUp());
  const writer = new ChunkWriter({
    head,
    includeUsage: input.stream_options?.include_usage ?? false,
    isOurs: (toolName) => plugins?.has(toolName) ?? false,
    holdText: asksForJson(input) && plugins !== null,
    write,
  });
  let isBegun = false;
  await new Promise<void>((resolve, reject) => {
    const begin = () => {
      isBegun = true;
      resolve();
    };
    const listener: RoundsRequest["listener"] = {
      onPart(part) {
        if (part.type === "stream-start") {
          exchange.leftOut.push(...settingsLeftOut(part.warnings, rounds.call.tools));
          return;
        }
        if (!isBegun) begin();
        writer.onPart(part);
      },
      onRoundEnd: (goesOn) => writer.onRoundEnd(goesOn),
    };
    runRounds({ ...rounds, listener })
      .then((answer) => {
        begin();
        writer.end(answer, exchange.tally);
        exchange.end(200);
        close();
      })
      .catch((error: unknown) => {
        if (!isBegun) return reject(error);
        const failure = exchange.fail(error);
        if (exchange.signal.aborted) return;
        writer.fail(failure);
        close();
      });
  });
  return new Response(body, { headers: streamHeaders });
}

const streamHeaders = {
  "Content-Type": "text/event-stream; charset=utf-8",
  // Neither a proxy nor our own compression may gather what is to go out at once.
  "Cache-Control": "no-store, no-transform",
  "X-Accel-Buffering": "no",
};

function openStream(onCancel: () => void) {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
    },
    cancel: onCancel,
  });
  return { body, write: (text: string) => controller.enqueue(encoder.encode(text)), close: () => controller.close() };
}
