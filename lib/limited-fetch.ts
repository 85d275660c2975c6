import { ReadableStream } from "node:stream/web";
import { guardedFetch } from "./outbound-fetch";

/** An answer that is longer than we read. */
export class TooLargeError extends Error {
  override name = "TooLargeError";

  constructor(readonly limitBytes: number) {
    super(`The server's answer is larger than ${Math.round(limitBytes / 1024 / 1024)} MB.`);
  }
}

/** Is told of a body as it comes, and once of its end: with what broke it off, or undefined when the server ended it. */
export interface BodyWatcher {
  chunk(bytes: Uint8Array): void;
  end(error?: unknown): void;
}

/**
 * `guardedFetch` that reads no body above `limitBytes`, counted after decompression: nobody's server may fill our memory.
 * Throws, or breaks the body off with, TooLargeError.
 *
 * @param watch makes the watcher of one answer, by the request's method
 */
export function limitedFetch(limitBytes: number, watch?: (method: string) => BodyWatcher): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await guardedFetch(input, init);
    const { status, statusText, body } = response;
    const watcher = watch?.(init?.method ?? "GET");
    const headers = new Headers([...response.headers]);
    if (Number(headers.get("content-length")) > limitBytes) {
      await body?.cancel();
      const error = new TooLargeError(limitBytes);
      watcher?.end(error);
      throw error;
    }
    // A length that is kept to needs no counting, which costs time; but not what is decompressed to any length.
    const isKnown = headers.has("content-length") && !headers.has("content-encoding");
    const read = body && isKnown && !watcher ? body : body && ReadableStream.from(count(body, limitBytes, watcher));
    // Some clients ask whether an answer is the platform's own Response, which undici's is not.
    return new Response(read as BodyInit | null, { status, statusText, headers });
  };
}

async function* count(
  body: NonNullable<Response["body"]>,
  limitBytes: number,
  watcher: BodyWatcher | undefined,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > limitBytes) throw new TooLargeError(limitBytes);
      watcher?.chunk(chunk);
      yield chunk;
    }
  } catch (error) {
    watcher?.end(error);
    throw error;
  }
  watcher?.end();
}
