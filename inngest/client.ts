import { eventType, Inngest } from "inngest";
import { env } from "@/lib/env";
import { eventSchemas } from "@/lib/events";
import { logger } from "@/lib/logger";
import type { OutboxRow } from "@/lib/outbox";

export const appId = "frontdesk";

/** Never in the SDK's dev mode: that would accept unsigned requests. */
export const inngest = new Inngest({
  id: appId,
  isDev: false,
  logger,
  get baseUrl() {
    return env().INNGEST_BASE_URL;
  },
  get eventKey() {
    return env().INNGEST_EVENT_KEY;
  },
  get signingKey() {
    return env().INNGEST_SIGNING_KEY;
  },
  get signingKeyFallback() {
    return env().INNGEST_SIGNING_KEY_FALLBACK;
  },
});

/** The events as triggers: their data is checked against lib/events.ts where a function receives it. */
export const inboundReceived = eventType("conversation/inbound.received", {
  schema: eventSchemas["conversation/inbound.received"],
});
export const outboundReady = eventType("conversation/outbound.ready", {
  schema: eventSchemas["conversation/outbound.ready"],
});
export const outcomeUnknown = eventType("message/outcome.unknown", { schema: eventSchemas["message/outcome.unknown"] });

/** Hands outbox rows to the job server. A row's id is the event's id, so that a second copy is not taken. */
export async function deliverEvents(rows: OutboxRow[]): Promise<void> {
  await inngest.send(rows.map(({ id, name, data }) => ({ id, name, data: data as Record<string, unknown> })));
}
