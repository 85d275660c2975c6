import type { LanguageModelV3, LanguageModelV3FilePart } from "@ai-sdk/provider";
import { BlockedAddressError, guardedFetch } from "../../outbound-fetch";
import { timeLimit } from "../../time-limit";
import { badRequest, type GatewayError } from "./gateway-error";
import type { LoadImage } from "./to-prompt";

const megabyte = 1024 * 1024;
const largestBytes = 10 * megabyte;
const largestTogether = 20 * megabyte;
const timeoutMs = 10_000;
const mostFetched = 20;
const mediaTypes = /^image\/(png|jpeg|gif|webp)$/;
const takenTypes = "An image is a PNG, JPEG, GIF or WebP.";

/**
 * How images get to this model: a data: URL as its content, an address as it stands to a provider that fetches by itself,
 * and otherwise fetched here, through the guard, up to 10 MB in 10 seconds; at most 20 a request, of 20 MB together. Throws GatewayError
 * `invalid_image_url`, naming the field.
 */
export function imageLoader(model: LanguageModelV3, signal: AbortSignal): LoadImage {
  let fetched = 0;
  const budget = { bytes: largestTogether };
  return async ({ url, detail }, param) => {
    const part = await load(url, param);
    return detail ? { ...part, providerOptions: detailOptions(part, detail) } : part;
  };

  async function load(url: string, param: string): Promise<LanguageModelV3FilePart> {
    if (/^data:/i.test(url)) return fromDataUrl(url, param);
    if (!URL.canParse(url)) throw badImage("Give an address that begins with https://, or a data: URL.", param);
    if (await takesUrl(model, url)) return { type: "file", data: new URL(url), mediaType: "image/*" };
    fetched += 1;
    if (fetched > mostFetched) throw badImage(`At most ${mostFetched} images are fetched for one request.`, param);
    return fetchImage(url, { param, budget, signal });
  }
}

async function takesUrl(model: LanguageModelV3, url: string): Promise<boolean> {
  const patterns = (await model.supportedUrls)["image/*"] ?? [];
  return patterns.some((pattern) => pattern.test(url));
}

function fromDataUrl(url: string, param: string): LanguageModelV3FilePart {
  const comma = url.indexOf(",");
  const [mediaType = "", ...flags] = url.slice("data:".length, comma).toLowerCase().split(";");
  if (comma < 0 || !flags.includes("base64")) throw badImage("Give the content as data:image/…;base64,….", param);
  if (!mediaTypes.test(mediaType)) throw badImage(takenTypes, param);
  const data = url.slice(comma + 1);
  if (!/^[A-Za-z0-9+/\s]+={0,2}$/.test(data)) throw badImage("The content is not valid base64.", param);
  return { type: "file", data, mediaType };
}

interface Fetching {
  param: string;
  /** What the request's images may still take. */
  budget: { bytes: number };
  signal: AbortSignal;
}

async function fetchImage(url: string, fetching: Fetching): Promise<LanguageModelV3FilePart> {
  const { param, signal } = fetching;
  try {
    const limit = timeLimit(timeoutMs, signal);
    const response = await guardedFetch(url, { headers: { accept: "image/*" }, signal: limit });
    const mediaType = response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
    if (!response.ok || !mediaTypes.test(mediaType)) {
      await response.body?.cancel();
      throw badImage(
        response.ok ? takenTypes : `The image could not be fetched: its server answered ${response.status}.`,
        param,
      );
    }
    return { type: "file", data: await readLimited(response, fetching), mediaType };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (!(error instanceof TypeError) && !isTimeout(error)) throw error;
    const why = error instanceof Error && error.cause instanceof BlockedAddressError ? ` ${error.cause.message}` : "";
    throw badImage(`The image could not be fetched.${why}`, param);
  }
}

/** Never more in memory than the limits, whatever Content-Length says. */
async function readLimited(response: Response, { param, budget }: Fetching): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop ends the connection.
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    budget.bytes -= chunk.byteLength;
    if (budget.bytes < 0) throw badImage("The images of one request are larger than 20 MB together.", param);
    if (size > largestBytes) throw badImage("The image is larger than 10 MB.", param);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === "TimeoutError";
}

function badImage(message: string, param: string): GatewayError {
  return badRequest(message, param, "invalid_image_url");
}

/** How closely to look, in the words of each provider that has any. */
function detailOptions({ data, mediaType }: LanguageModelV3FilePart, detail: "auto" | "low" | "high") {
  const url =
    data instanceof URL
      ? data.href
      : `data:${mediaType};base64,${typeof data === "string" ? data : Buffer.from(data).toString("base64")}`;
  return { openai: { imageDetail: detail }, openaiCompatible: { image_url: { url, detail } } };
}
