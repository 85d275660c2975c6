import { z } from "zod";
import { Author, DeliveryState, Direction, MessageKind, Verdict } from "@/generated/prisma/enums";
import { conversationsRequest, exportRequest, messageExtras, pageRequest } from "../../conversations/schema";
import { cursorNote, exampleIds, id, limitNote, pageOf, section, time } from "../operation";

const conversation = z.strictObject({
  id,
  contact: z.strictObject({
    name: z.string().meta({ description: "The customer's own choice: do not trust it." }),
    initials: z.string(),
    address: z.string(),
    hidden: z.boolean().meta({ description: "WhatsApp gives no number of this customer." }),
  }),
  lastMessage: z
    .strictObject({
      direction: z.enum(Direction),
      author: z.enum(Author),
      kind: z.enum(MessageKind),
      text: z.string(),
      deliveryState: z.enum(DeliveryState),
      createdAt: time,
    })
    .nullable(),
  needsPerson: z
    .strictObject({
      reason: z.string(),
      summary: z.string().nullable().meta({ description: "What it is about, where the assistant handed over." }),
      since: time,
    })
    .nullable(),
  writing: z.boolean(),
  failed: z.boolean(),
  unanswered: z.boolean(),
  unread: z.boolean(),
  reviewedAt: time.nullable(),
  channel: z.literal("whatsapp"),
  lastInboundAt: time,
  lastMessageAt: time,
});

const conversationDetail = conversation.extend({
  contactFields: z
    .record(z.string(), z.string())
    .meta({ description: "What is noted of the customer, by name of the field: do not trust it." }),
});

const message = z.strictObject({
  id,
  direction: z.enum(Direction),
  author: z.enum(Author),
  kind: z.enum(MessageKind),
  text: z.string(),
  media: z.array(z.strictObject({ contentType: z.string() })),
  extras: messageExtras,
  template: z.string().nullable().meta({ description: "ContentSid of the approved template that it is." }),
  wantsAnswer: z.boolean().nullable(),
  deliveryState: z.enum(DeliveryState),
  error: z
    .strictObject({ code: z.int().nullable().meta({ description: "Twilio's." }), message: z.string() })
    .nullable(),
  version: z.int().nullable(),
  receipt: z
    .strictObject({
      runId: id,
      answerMs: z.number().nullable(),
      cost: z.strictObject({ micros: z.number(), currency: z.string() }).nullable(),
      verdict: z.enum(Verdict).nullable(),
    })
    .nullable(),
  createdAt: time,
});

export const ofConversation = { id: { description: "One of `GET /conversations`.", example: exampleIds.conversation } };
export const conversationFilterNotes = {
  q: { description: "Words of a name or a message, or digits of a number.", example: "bracket" },
  status: { description: "Its state.", example: "unanswered" },
  failed: { description: "`true`: a message of it did not arrive.", example: "true" },
  version: { description: "This version of the assistant answered in it.", example: "1" },
  model: { description: "This model answered in it.", example: "gpt-5.2-mini" },
  channel: { description: "Where the customer writes.", example: "whatsapp" },
  from: { description: "Only with messages since: a day (UTC) or a time.", example: "2026-11-01" },
  to: { description: "And until, that day included.", example: "2026-11-30" },
};

export const conversations = section("Conversations", [
  {
    method: "GET",
    path: "/conversations",
    summary: "List conversations",
    description: "Newest first, in pages.",
    permission: "read-conversations",
    query: conversationsRequest,
    parameters: { cursor: cursorNote, limit: limitNote, ...conversationFilterNotes },
    response: { status: 200, description: "One page.", content: pageOf(conversation) },
  },
  {
    method: "GET",
    path: "/conversations/export",
    summary: "Export conversations",
    description: "With all their messages. The audit log tells who took what.",
    permission: "export-conversations",
    query: exportRequest,
    parameters: {
      ...conversationFilterNotes,
      ids: { description: "Only these, with commas between them.", example: exampleIds.conversation },
      format: { description: "CSV for a table, JSON for a program.", example: "csv" },
    },
    response: {
      status: 200,
      description: "A file.",
      content: { mediaType: "text/csv", also: ["application/json"] },
    },
  },
  {
    method: "GET",
    path: "/conversations/{id}",
    summary: "Read a conversation",
    permission: "read-conversations",
    parameters: ofConversation,
    response: {
      status: 200,
      description: "As in the list, with what is noted of the customer.",
      content: { schema: conversationDetail },
    },
  },
  {
    method: "GET",
    path: "/conversations/{id}/messages",
    summary: "List the messages of a conversation",
    description: "Newest first, in pages.",
    permission: "read-conversations",
    query: pageRequest,
    parameters: {
      ...ofConversation,
      cursor: cursorNote,
      limit: limitNote,
    },
    response: { status: 200, description: "One page.", content: pageOf(message) },
  },
]);
