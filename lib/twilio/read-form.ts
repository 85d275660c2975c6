import { AppError } from "../errors";
import type { FormParameters } from "./signature";

const maximumBytes = 64 * 1024;

/**
 * Reads a form as Twilio posts it, repeats and empty values kept. At most 64 KB are read, whatever Content-Length says.
 * Throws `unsupported_media_type` and `payload_too_large`.
 */
export async function readForm(request: Request): Promise<FormParameters> {
  if (!request.headers.get("content-type")?.toLowerCase().startsWith("application/x-www-form-urlencoded")) {
    throw new AppError("unsupported_media_type", "Post this as application/x-www-form-urlencoded, as Twilio does.");
  }
  if (Number(request.headers.get("content-length")) > maximumBytes) throw tooLarge();
  return parseForm(await readCapped(request));
}

async function readCapped(request: Request): Promise<string> {
  if (request.headers.has("content-length")) return request.text();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maximumBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
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
