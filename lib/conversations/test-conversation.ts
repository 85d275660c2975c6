import { randomInt } from "node:crypto";
import type { Prisma } from "@/generated/prisma/client";
import type { TestOrganization } from "@/tests/make-organization";

type Fields = Partial<Prisma.ConversationUncheckedCreateInput>;
type MessageFields = Partial<Prisma.MessageUncheckedCreateInput>;

/** A conversation with one customer, as rows: who writes them is tested elsewhere. */
export async function makeConversation(
  { organizationId, db, app }: TestOrganization,
  {
    displayName = null,
    phone = `+4479${randomInt(10_000_000, 99_999_999)}`,
    ...fields
  }: Fields & { displayName?: string | null; phone?: string | null } = {},
) {
  const contact = await db.contact.create({ data: { organizationId, displayName } });
  if (phone) {
    await db.contactIdentity.create({ data: { organizationId, contactId: contact.id, kind: "phone", value: phone } });
  }
  const now = new Date();
  const conversation = await db.conversation.create({
    data: {
      organizationId,
      whatsAppAppId: app.id,
      contactId: contact.id,
      customerAddress: `whatsapp:${phone ?? "GB.1A2B3C"}`,
      lastInboundAt: now,
      lastMessageAt: now,
      ...fields,
    },
  });
  const add = (direction: "inbound" | "outbound", text: string, message: MessageFields) =>
    db.message.create({
      data: {
        organizationId,
        conversationId: conversation.id,
        direction,
        author: direction === "inbound" ? "customer" : "assistant",
        deliveryState: direction === "inbound" ? "received" : "sent",
        text,
        ...message,
      },
    });
  return {
    ...conversation,
    hears: (text: string, message: MessageFields = {}) => add("inbound", text, message),
    says: (text: string, message: MessageFields = {}) => add("outbound", text, message),
  };
}

/** An attempt of the assistant to answer. */
export async function makeReplyRun(
  { organizationId, db, version }: TestOrganization,
  conversationId: string,
  fields: Partial<Prisma.ReplyRunUncheckedCreateInput> = {},
) {
  return db.replyRun.create({
    data: {
      id: crypto.randomUUID(),
      organizationId,
      conversationId,
      appVersionId: version.id,
      model: "test-model",
      turn: 1,
      outcome: "answered",
      ...fields,
    },
  });
}

/** A tool call of an attempt, which ended `ms` after it was begun. */
export async function makeToolCall(
  { organizationId, db }: TestOrganization,
  run: { id: string; conversationId: string; turn: number },
  { ms = 0, ...fields }: Partial<Prisma.ToolCallUncheckedCreateInput> & { ms?: number } = {},
) {
  const startedAt = new Date(fields.startedAt ?? Date.now());
  return db.toolCall.create({
    data: {
      id: crypto.randomUUID(),
      organizationId,
      origin: "conversation",
      pluginId: crypto.randomUUID(),
      pluginName: "Shop",
      toolName: "look_up",
      callName: "shop__look_up",
      conversationId: run.conversationId,
      replyRunId: run.id,
      turn: run.turn,
      input: {},
      output: "done",
      state: "done",
      startedAt,
      finishedAt: new Date(startedAt.getTime() + ms),
      ...fields,
    },
  });
}
