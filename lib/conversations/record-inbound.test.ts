import { randomBytes } from "node:crypto";
import pg from "pg";
import { describe, expect, inject, test } from "vitest";
import { realPostgres } from "@/tests/database-kind";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import type { InboundMessage } from "../twilio/inbound";
import { recordInbound } from "./record-inbound";

test("a new customer's message makes contact, conversation, message and wake-up", async () => {
  const organization = await makeOrganization();
  const message = inbound(organization, { text: "Hello" });
  const recorded = await store(organization, message);
  expect(recorded).toMatchObject({
    conversationId: expect.any(String),
    event: { name: "conversation/inbound.received", data: { inboundSeq: 1 } },
  });
  expect(await stored(organization)).toEqual({
    contacts: ["Jane"],
    identities: [message.bsuid, message.phone],
    conversations: [1],
    messages: [["Hello", 1]],
    events: [recorded?.event?.id],
  });
});

test("ten copies at once are stored once, and one of them wakes the assistant", async () => {
  const organization = await makeOrganization();
  const message = inbound(organization);
  const results = await Promise.all(Array.from({ length: 10 }, () => store(organization, message)));
  expect(results.filter(Boolean)).toHaveLength(1);
  const { conversations, messages, events } = await stored(organization);
  expect([conversations, messages.length, events.length]).toEqual([[1], 1, 1]);
});

test("messages that arrive together share one contact and have a place each in its conversation", async () => {
  const organization = await makeOrganization();
  const texts = Array.from({ length: 30 }, (_, index) => `message ${index}`);
  await Promise.all(texts.map((text) => store(organization, inbound(organization, { text }))));
  const { contacts, conversations, messages } = await stored(organization);
  expect([contacts.length, conversations]).toEqual([1, [30]]);
  expect(messages.map(([, seq]) => seq)).toEqual(texts.map((_, index) => index + 1));
  expect(new Set(messages.map(([text]) => text))).toEqual(new Set(texts));
});

test("a message that cannot be stored fails alone", async () => {
  const [organization, other] = [await makeOrganization(), await makeOrganization()];
  const results = await Promise.allSettled([
    store(organization, inbound(organization, { text: "one" })),
    store(organization, inbound(organization, { text: "two" })),
    store(organization, inbound(organization, { text: "no Postgres text: \0" })),
    store(other, inbound(other, { text: "three" })),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  const { messages } = await stored(organization);
  expect(messages.map(([text]) => text).toSorted()).toEqual(["one", "two"]);
  expect(messages.map(([, seq]) => seq)).toEqual([1, 2]);
  expect((await stored(other)).messages).toEqual([["three", 1]]);
});

test("organisations that share a batch each get their own", async () => {
  const organizations = await Promise.all([1, 2, 3].map(() => makeOrganization()));
  const phone = "+447700900001";
  await Promise.all(
    [...organizations, ...organizations].map((organization) => store(organization, inbound(organization, { phone }))),
  );
  for (const organization of organizations) {
    const { contacts, conversations, messages } = await stored(organization);
    expect([contacts.length, conversations, messages.length]).toEqual([1, [2], 2]);
  }
});

test("a message that wants no answer is stored and wakes nobody", async () => {
  const organization = await makeOrganization();
  const recorded = await store(organization, inbound(organization, { text: "STOP", wantsAnswer: false }));
  expect(recorded).toEqual({ conversationId: expect.any(String), event: null });
  expect(await stored(organization)).toMatchObject({ conversations: [0], messages: [["STOP", null]], events: [] });
});

describe.runIf(realPostgres)("while somebody else holds a conversation", () => {
  test("its message fails after a while, nothing of it is stored, and others are", { timeout: 30_000 }, async () => {
    const [held, free] = [await makeOrganization(), await makeOrganization()];
    await store(held, inbound(held, { text: "first", phone: "+447700900001" }));
    const holder = new pg.Client({ connectionString: inject("databaseUrl") });
    await holder.connect();
    await holder.query("BEGIN");
    await holder.query('SELECT FROM "Conversation" WHERE "organizationId" = $1 FOR UPDATE', [held.organizationId]);
    const results = await Promise.allSettled([
      store(free, inbound(free, { text: "one" })),
      store(held, inbound(held, { text: "second", phone: "+447700900001" })),
      store(free, inbound(free, { text: "two" })),
    ]);
    await holder.end();
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((await stored(free)).messages).toHaveLength(2);
    expect((await stored(held)).messages).toEqual([["first", 1]]);
  });
});

function store({ organizationId, app }: TestOrganization, message: InboundMessage) {
  return recordInbound({ organizationId, whatsAppAppId: app.id }, message);
}

function inbound({ twilio }: TestOrganization, fields: Partial<InboundMessage> = {}): InboundMessage {
  const phone = fields.phone ?? "+447700900123";
  return {
    messageSid: `SM${randomBytes(16).toString("hex")}`,
    accountSid: twilio.accountSid,
    to: twilio.number,
    address: `whatsapp:${phone}`,
    phone,
    bsuid: `GB.${phone.slice(1)}`,
    displayName: "Jane",
    messagingServiceSid: null,
    kind: "text",
    text: "Hello",
    media: [],
    extras: {},
    wantsAnswer: true,
    ...fields,
  };
}

async function stored({ db }: TestOrganization) {
  const [contacts, identities, conversations, messages, events] = await Promise.all([
    db.contact.findMany(),
    db.contactIdentity.findMany({ orderBy: { kind: "asc" } }),
    db.conversation.findMany(),
    db.message.findMany({ orderBy: { seq: "asc" } }),
    db.outboxEvent.findMany(),
  ]);
  return {
    contacts: contacts.map(({ displayName }) => displayName),
    identities: identities
      .map(({ value }) => value)
      .sort()
      .reverse(),
    conversations: conversations.map(({ inboundSeq }) => inboundSeq),
    messages: messages.map(({ text, seq }) => [text, seq]),
    events: events.map(({ id }) => id),
  };
}
