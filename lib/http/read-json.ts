import { AppError } from "../errors";
import { isStorable, unstorable } from "../storable";

const kilobyte = 1024;

/**
 * A request's body as JSON, of whatever shape: the domain function that takes it checks it. Throws `unsupported_media_type` unless it is sent as
 * application/json, `payload_too_large` above the limit (64 KB) whatever Content-Length says, `invalid` when it is not JSON or did not arrive whole.
 */
export async function readJson(request: Request, limitBytes = 64 * kilobyte) {
  const mediaType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json")
    throw new AppError("unsupported_media_type", "Send JSON, with the header Content-Type: application/json.");
  const body = await readText(request, limitBytes);
  try {
    return JSON.parse(body, refuseUnstorable);
  } catch (error) {
    if (error instanceof AppError) throw error;
    // The parser's own message quotes the body, which may hold a secret.
    throw new AppError("invalid", "The body is not valid JSON.");
  }
}

function refuseUnstorable(field: string, value: unknown): unknown {
  const text = typeof value === "string" ? field + value : field;
  if (isStorable(text)) return value;
  throw new AppError("invalid", unstorable, { fields: { [field.isWellFormed() ? field : "?"]: unstorable } });
}

async function readText(request: Request, limitBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > limitBytes) throw new AppError("payload_too_large", `The body is larger than ${sizeOf(limitBytes)}.`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    // Whoever hangs up is no fault of ours, and hears nothing.
    throw new AppError("invalid", "The body did not arrive whole.");
  }
  return Buffer.concat(chunks).toString("utf8");
}

function sizeOf(bytes: number): string {
  const kilobytes = bytes / kilobyte;
  return kilobytes < kilobyte ? `${kilobytes} KB` : `${kilobytes / kilobyte} MB`;
}
