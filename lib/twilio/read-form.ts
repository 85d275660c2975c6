import type { IncomingMessage } from "node:http";
import { AppError } from "../errors";
import type { FormParameters } from "./signature";

const maximumBytes = 64 * 1024;

/**
 * Reads a form as Twilio posts it, repeats and empty values kept. At most 64 KB are kept, whatever Content-Length says.
 * Throws `unsupported_media_type`, `payload_too_large`, and what Node says when the sender hangs up.
 */
export async function readForm(request: IncomingMessage): Promise<FormParameters> {
  const { "content-type": mediaType, "content-length": length } = request.headers;
  if (!mediaType?.toLowerCase().startsWith("application/x-www-form-urlencoded")) {
    throw new AppError("unsupported_media_type", "Post this as application/x-www-form-urlencoded, as Twilio does.");
  }
  if (Number(length) > maximumBytes) throw tooLarge();
  return parseForm(await readText(request));
}

/** By its events: an async iterator of the stream costs twice as much. */
function readText(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.byteLength;
      // The rest is still read, and dropped: an answer on a connection that is closed meanwhile would not arrive.
      if (bytes > maximumBytes) reject(tooLarge());
      else chunks.push(chunk);
    });
    request.once("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    request.once("error", reject);
  });
}

function parseForm(body: string): FormParameters {
  const parameters: FormParameters = Object.create(null);
  for (const [name, value] of new URLSearchParams(body)) {
    const present = parameters[name];
    if (present === undefined) parameters[name] = value;
    else if (Array.isArray(present)) present.push(value);
    else parameters[name] = [present, value];
  }
  return parameters;
}

function tooLarge(): AppError {
  return new AppError("payload_too_large", "This request is larger than 64 KB, which no message of Twilio's is.");
}
