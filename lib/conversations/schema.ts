import { z } from "zod";
import type { Author, DeliveryState, Direction, MessageKind, ReplyOutcome, Verdict } from "@/generated/prisma/enums";
import type { ContactFields } from "../contacts/schema";
import { isStorable, unstorable } from "../storable";

/** A page of a list, newest first: `cursor` is the `nextCursor` of the page before it. */
export const pageRequest = z.strictObject({
  cursor: z.string().max(100, "is not a cursor of this list").optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export interface PageRequest {
  cursor?: string | undefined;
  limit: number;
}

/** What may be asked of the state of a conversation. */
export const conversationStatuses = ["waiting", "unread", "unanswered", "paused", "reviewed", "unreviewed"] as const;
export type ConversationStatus = (typeof conversationStatuses)[number];

/** Which conversations are wanted; what is left out does not matter. */
export interface ConversationFilter {
  /** Words of the customer's name or of a message (the last one may be a beginning), or digits of the number. */
  q?: string | undefined;
  status?: ConversationStatus | undefined;
  /** A message of it did not arrive. */
  failed?: boolean | undefined;
  /** This version of the assistant, this model, answered in it. */
  version?: number | undefined;
  model?: string | undefined;
  channel?: "whatsapp" | undefined;
  /** It has messages in this stretch of time; `to` itself is outside. */
  from?: Date | undefined;
  to?: Date | undefined;
  /** Only these. */
  ids?: string[] | undefined;
}

const dayMs = 24 * 60 * 60 * 1000;
const instant = z.iso.datetime({ offset: true });
const sayWhen = { error: "Write a time as 2026-11-20T10:00:00Z, or a day as 2026-11-20." };
/** A day means all of it, in UTC. */
const startOf = z.union([z.iso.date(), instant], sayWhen).transform((value) => new Date(value));
const endOf = z.union(
  [z.iso.date().transform((day) => new Date(Date.parse(day) + dayMs)), instant.transform((value) => new Date(value))],
  sayWhen,
);

/** The filter as the API takes it. */
export const filterFields = {
  q: z.string().trim().min(1).max(200).refine(isStorable, unstorable).optional(),
  status: z.enum(conversationStatuses).optional(),
  failed: z.stringbool({ truthy: ["true", "1"], falsy: ["false", "0"] }).optional(),
  version: z.coerce.number().int().min(1).max(1_000_000).optional(),
  model: z.string().min(1).max(200).refine(isStorable, unstorable).optional(),
  channel: z.enum(["whatsapp"]).optional(),
  from: startOf.optional(),
  to: endOf.optional(),
};

/** GET /conversations */
export const conversationsRequest = pageRequest.extend(filterFields);

export const exportFormats = ["csv", "json"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** GET /conversations/export: `ids` are several, with commas between them. */
export const exportRequest = z.strictObject({
  ...filterFields,
  ids: z
    .string()
    .transform((value) => value.split(","))
    .pipe(z.array(z.uuid("is not an id")).max(100))
    .optional(),
  format: z.enum(exportFormats).default("csv"),
});

const words = (most: number) => z.string().trim().max(most).refine(isStorable, unstorable);

export const noteInput = z.strictObject({ text: words(4_000).min(1, "Write something first.") });

export const ratingInput = z.strictObject({
  verdict: z.enum(["good", "bad"]),
  /** Why. */
  reason: words(2_000).default(""),
  /** What it should have said. */
  betterAnswer: words(4_000).default(""),
});
export type RatingInput = z.infer<typeof ratingInput>;

export interface Page<Row> {
  /** Newest first. */
  data: Row[];
  /** Null on the last page. */
  nextCursor: string | null;
}

export type { Author, DeliveryState, Direction, MessageKind, ReplyOutcome, Verdict };

export interface ContactLabel {
  /** What to call the customer: the name, else the number, else that both are hidden. Untrusted text. */
  name: string;
  /** One or two characters for the round mark beside the name. */
  initials: string;
  /** The number as people write it, or "number hidden". */
  address: string;
  /** WhatsApp gives no number of this customer. */
  hidden: boolean;
}

export interface ConversationRow {
  id: string;
  contact: ContactLabel;
  lastMessage: {
    direction: Direction;
    author: Author;
    kind: MessageKind;
    /** The beginning, on one line. */
    text: string;
    deliveryState: DeliveryState;
    createdAt: Date;
  } | null;
  /** Why a person is needed, what it is about where the assistant handed over, and since when; null when none is. */
  needsPerson: { reason: string; summary: string | null; since: Date } | null;
  /** The assistant is working on an answer. */
  writing: boolean;
  /** The last message did not arrive. */
  failed: boolean;
  /** The customer wrote and has no answer yet. */
  unanswered: boolean;
  /** The customer wrote since the reader last looked; false where nobody reads, such as a program. */
  unread: boolean;
  /** When somebody read it all and found nothing to do; null once the customer wrote again. */
  reviewedAt: Date | null;
  channel: "whatsapp";
  /** Opens WhatsApp's 24-hour window. */
  lastInboundAt: Date;
  lastMessageAt: Date;
}

/** One conversation by itself. */
export interface ConversationDetail extends ConversationRow {
  /** What is noted of the customer. Untrusted text. */
  contactFields: ContactFields;
}

/** What came with a message besides words and files, as far as a screen shows it. */
export const messageExtras = z
  .object({
    location: z
      .object({
        latitude: z.number(),
        longitude: z.number(),
        label: z.string().optional(),
        address: z.string().optional(),
      })
      .optional()
      .catch(undefined),
    button: z.object({ text: z.string().optional() }).optional().catch(undefined),
    list: z.object({ title: z.string().optional() }).optional().catch(undefined),
    forwarded: z.boolean().optional().catch(undefined),
  })
  .catch({});

export type MessageExtras = z.infer<typeof messageExtras>;

/** How Twilio names a file. The address is for the server alone: a browser asks us for message and place. */
export const storedMedia = z.array(z.object({ url: z.string(), contentType: z.string().catch("") })).catch([]);

/** The approved template that an outbound message is, with its variables by name; null for free text. */
export const messageTemplate = z.object({ contentSid: z.string(), variables: z.record(z.string(), z.string()) });
export type MessageTemplate = z.output<typeof messageTemplate>;

export interface MessageRow {
  id: string;
  direction: Direction;
  author: Author;
  kind: MessageKind;
  /** Untrusted when the customer wrote it, and in the assistant's words as well: escape it. */
  text: string;
  media: { contentType: string }[];
  extras: MessageExtras;
  /** ContentSid of the approved template that it is; null for free text. */
  template: string | null;
  /** False for what the assistant is not given, such as STOP; it gets no answer. Null for the desk's own messages. */
  wantsAnswer: boolean | null;
  deliveryState: DeliveryState;
  /** Why it did not arrive and what to do, with Twilio's code where there is one. */
  error: { code: number | null; message: string } | null;
  /** The published version that wrote it. */
  version: number | null;
  /** On the last part of an answer. */
  receipt: ReceiptStub | null;
  createdAt: Date;
}

export interface ReceiptStub {
  runId: string;
  /** From the customer's last word to the call to Twilio. */
  answerMs: number | null;
  /** What the model cost; null when it has no price. Micro-units of the currency. */
  cost: { micros: number; currency: string } | null;
  /** What a member thinks of the answer. */
  verdict: Verdict | null;
}
