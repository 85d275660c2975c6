import { LRUCache } from "lru-cache";
import { database } from "../db/client";
import { logger } from "../logger";
import type { Channel } from "./find-channel";

const everyMs = 60_000;
const noted = new LRUCache<string, true>({ max: 10_000, ttl: everyMs });

/** Keeps, to the minute and in the background, when a webhook of Twilio's last brought this sender a message. */
export function recordWebhookSeen({ whatsAppAppId }: Pick<Channel, "whatsAppAppId">): void {
  if (noted.has(whatsAppAppId)) return;
  noted.set(whatsAppAppId, true);
  database()
    .pool.query('UPDATE "WhatsAppApp" SET "webhookSeenAt" = now() WHERE "id" = $1', [whatsAppAppId])
    .catch((error) => {
      noted.delete(whatsAppAppId);
      logger.warn({ err: error, whatsAppAppId }, "could not note that Twilio reached us");
    });
}

/** Keeps that `count` messages were in Twilio's list which no webhook had brought. */
export async function recordMissed({ whatsAppAppId }: Pick<Channel, "whatsAppAppId">, count: number): Promise<void> {
  await database().pool.query(
    `UPDATE "WhatsAppApp" SET "missedAt" = now(), "missedCount" = $2 + CASE
       WHEN "missedAt" > coalesce("webhookSeenAt", '-infinity') THEN "missedCount" ELSE 0 END
     WHERE "id" = $1`,
    [whatsAppAppId, count],
  );
}
