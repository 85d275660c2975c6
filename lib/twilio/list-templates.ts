import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { askTwilio } from "./ask-twilio";
import { type TwilioCredentials, twilioClient } from "./client";

/** A template of Twilio's Content API, with what WhatsApp says of it. */
export interface Template {
  contentSid: string;
  /** As WhatsApp knows it; before it was submitted, as Twilio does. */
  name: string;
  language: string;
  /** The text with placeholders such as {{1}}; empty where it has none. */
  body: string;
  /** Every placeholder, also those in links and files. */
  variables: string[];
  /** UTILITY, MARKETING or AUTHENTICATION; empty before it was submitted. */
  category: string;
  /** unsubmitted, received, pending, approved, rejected, paused or disabled. */
  status: string;
}

/** WhatsApp allows 6,000; what is beyond is not offered. */
const mostTemplates = 1_000;
const keptMs = 60_000;

/**
 * The templates of an account with their approval, kept in memory for a minute: an approval takes minutes anyway.
 * Source: https://www.twilio.com/docs/content/content-api-resources
 *
 * @throws TwilioError
 */
export async function listTemplates(credentials: TwilioCredentials): Promise<Template[]> {
  const { accountSid, authToken } = credentials;
  // With the token, so that nobody is shown what an older or a wrong one would not be.
  const key = createHash("sha256").update(`${accountSid} ${authToken}`).digest("base64");
  return kept.forceFetch(key, { context: credentials });
}

const kept = new LRUCache<string, Template[], TwilioCredentials>({
  max: 500,
  ttl: keptMs,
  fetchMethod: (_key, _stale, { context }) => fetchTemplates(context),
});

async function fetchTemplates(credentials: TwilioCredentials): Promise<Template[]> {
  const listed = await askTwilio(() =>
    twilioClient(credentials).content.v1.contentAndApprovals.list({ limit: mostTemplates, pageSize: 500 }),
  );
  return listed.map(({ sid, friendlyName, language, types, approvalRequests }) => {
    const { name, status, category } = approvalSchema.parse(approvalRequests);
    return {
      contentSid: sid,
      name: name || friendlyName,
      language,
      body: bodyOf(types),
      variables: placeholders(types),
      category,
      status,
    };
  });
}

const approvalSchema = z
  .object({ name: z.string().catch(""), status: z.string().catch("unsubmitted"), category: z.string().catch("") })
  .catch({ name: "", status: "unsubmitted", category: "" });

/** Each type of content is an object of its own shape; most have a body, cards a title. */
function bodyOf(types: unknown): string {
  const words = Object.values(Object(types) as object).map(
    (type) => Object(type) as { body?: unknown; title?: unknown },
  );
  const text = words.map(({ body, title }) => body ?? title).find((value) => typeof value === "string");
  return typeof text === "string" ? text : "";
}

function placeholders(types: unknown): string[] {
  const names = JSON.stringify(types ?? {}).matchAll(/\{\{\s*(\w+)\s*\}\}/g);
  return [...new Set(Array.from(names, ([, name]) => name ?? ""))].sort((one, two) =>
    one.localeCompare(two, "en", { numeric: true }),
  );
}
