import { z } from "zod";

/**
 * Every event that the outbox may hand to the job server, with the shape of its data. The database is the truth and an
 * event only a wake-up: one that is lost, doubled, late or out of order changes nothing but latency.
 */
export const eventSchemas = {
  "conversation/inbound.received": z.object({
    organizationId: z.uuid(),
    conversationId: z.uuid(),
    inboundSeq: z.int().positive(),
  }),
  "conversation/outbound.ready": z.object({
    organizationId: z.uuid(),
    conversationId: z.uuid(),
  }),
  "conversation/taken.over": z.object({
    organizationId: z.uuid(),
    conversationId: z.uuid(),
  }),
  "message/outcome.unknown": z.object({
    organizationId: z.uuid(),
    messageId: z.uuid(),
  }),
} as const;

export type EventName = keyof typeof eventSchemas;
export type EventData<N extends EventName> = z.infer<(typeof eventSchemas)[N]>;
