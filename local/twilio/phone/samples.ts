import { readFileSync } from "node:fs";
import { ApiError } from "../api-error";

const SAMPLES: Record<string, string> = {
  "photo.jpg": "image/jpeg",
  "voice-note.ogg": "audio/ogg",
  "order.pdf": "application/pdf",
};

/** A file that a customer can send without having one: `photo.jpg`, `voice-note.ogg` or `order.pdf`. */
export function sampleFile(name: string): { contentType: string; bytes: Buffer } {
  const contentType = SAMPLES[name];
  if (!contentType) {
    throw new ApiError(400, 20001, `There is no sample ${name}. The samples are ${Object.keys(SAMPLES).join(", ")}.`);
  }
  return { contentType, bytes: readFileSync(new URL(`./samples/${name}`, import.meta.url)) };
}
