import { ReadableStream } from "node:stream/web";
import type { FetchLike } from "@modelcontextprotocol/sdk/shared/transport.js";
import { guardedFetch } from "../../outbound-fetch";

/** An answer that is longer than we read. */
export class TooLargeError extends Error {
  override name = "TooLargeError";

  constructor(readonly limitBytes: number) {
    super(`The server's answer is larger than ${Math.round(limitBytes / 1024 / 1024)} MB.`);
  }
}

/** How the body of an answer ended: the client of the SDK does not tell when a stream of events breaks off. */
export interface StreamEnd {
  method: string;
  /** What broke it off; undefined when the server ended it. */
  error: unknown;
  /** Its events have ids, so that the client can ask for the rest of it. */
  resumable: boolean;
}

/**
 * `guardedFetch` for MCP servers and their authorization servers: nothing private, no redirect (it is an error, so that no
 * header of ours follows it to somebody else), and no body above `limitBytes`, counted after decompression.
 */
export function limitedFetch(limitBytes: number, onStreamEnd: (end: StreamEnd) => void = () => {}): FetchLike {
  return async (input, init) => {
    const response = await guardedFetch(input, init);
    const { status, statusText, body } = response;
    const headers = new Headers([...response.headers]);
    if (Number(headers.get("content-length")) > limitBytes) {
      await body?.cancel();
      const error = new TooLargeError(limitBytes);
      onStreamEnd({ method: init?.method ?? "GET", error, resumable: false });
      throw error;
    }
    const counted = body && ReadableStream.from(count(body, limitBytes, init?.method ?? "GET", onStreamEnd));
    // The SDK asks whether an answer is the platform's own Response, which undici's is not.
    return new Response(counted as BodyInit | null, { status, statusText, headers });
  };
}

async function* count(
  body: NonNullable<Response["body"]>,
  limitBytes: number,
  method: string,
  onStreamEnd: (end: StreamEnd) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let resumable = false;
  try {
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > limitBytes) throw new TooLargeError(limitBytes);
      resumable ||= /^id:/m.test(Buffer.from(chunk).toString("latin1"));
      yield chunk;
    }
  } catch (error) {
    onStreamEnd({ method, error, resumable: resumable && !(error instanceof TooLargeError) });
    throw error;
  }
  onStreamEnd({ method, error: undefined, resumable });
}
