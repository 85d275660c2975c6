import { describe, expect, it } from "vitest";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { type Form, form, path, signed, webhookServer } from "./test-webhook";

const server = webhookServer();

describe("the webhook for delivery receipts", () => {
  async function sending(organization: TestOrganization, data: object = {}) {
    await server.post(signed(organization, form(organization)));
    const conversation = await organization.db.conversation.findFirstOrThrow();
    const message = await organization.db.message.create({
      data: {
        organizationId: organization.organizationId,
        conversationId: conversation.id,
        direction: "outbound",
        author: "assistant",
        text: "Yes, it is ready.",
        deliveryState: "queued",
        deliveryRank: 1,
        providerSid: sid,
        attempts: 1,
        ...data,
      },
    });
    return message.id;
  }
  const sid = `SM${"e".repeat(32)}`;

  async function receipt(organization: TestOrganization, id: string, status: string, more: Form = {}) {
    const parameters = form(organization, { MessageSid: sid, MessageStatus: status, ...more });
    return server.statusOf(signed(organization, parameters, `${path}/status/${id}`));
  }
  const stateOf = async ({ db }: TestOrganization, id: string) => db.message.findUniqueOrThrow({ where: { id } });

  it("only ever moves forward, however late, doubled and shuffled receipts are", async () => {
    const organization = await makeOrganization();
    const id = await sending(organization);
    for (const status of ["delivered", "sent", "delivered", "read", "queued", "sent"]) {
      expect(await receipt(organization, id, status)).toBe(200);
    }
    expect(await stateOf(organization, id)).toMatchObject({ deliveryState: "read" });
    expect(await organization.db.deliveryEvent.count()).toBe(4);
    await receipt(organization, id, "failed", { ErrorCode: "63016" });
    expect(await stateOf(organization, id)).toMatchObject({ deliveryState: "read", errorCode: null });
  });

  it("keeps the reason of a failure in a sentence, and no late success hides it", async () => {
    const organization = await makeOrganization();
    const id = await sending(organization);
    await receipt(organization, id, "undelivered", { ErrorCode: "63024" });
    await receipt(organization, id, "sent");
    expect(await stateOf(organization, id)).toMatchObject({
      deliveryState: "failed",
      errorCode: 63024,
      errorMessage: expect.stringContaining("not on WhatsApp"),
    });
  });

  it("gives a message, whose create-response was lost, its SID", async () => {
    const organization = await makeOrganization();
    const id = await sending(organization, { deliveryState: "unknown", deliveryRank: 0, providerSid: null });
    await receipt(organization, id, "sent");
    expect(await stateOf(organization, id)).toMatchObject({ deliveryState: "sent", providerSid: sid });
    expect(await organization.db.outboxEvent.findMany({ where: { name: "conversation/outbound.ready" } })).toHaveLength(
      1,
    );
  });

  it("tries once more what Twilio failed to deliver for a passing reason, and then takes no receipt of the first try", async () => {
    const organization = await makeOrganization();
    const id = await sending(organization);
    await receipt(organization, id, "failed", { ErrorCode: "63012" });
    expect(await stateOf(organization, id)).toMatchObject({
      deliveryState: "pending",
      providerSid: null,
      retryAt: expect.any(Date),
    });
    await organization.db.message.update({ where: { id }, data: { deliveryState: "sending", attempts: 2 } });
    await receipt(organization, id, "undelivered", { ErrorCode: "63012" });
    expect(await stateOf(organization, id)).toMatchObject({ deliveryState: "sending", providerSid: null });
    await receipt(organization, id, "sent", { MessageSid: `SM${"d".repeat(32)}` });
    expect(await stateOf(organization, id)).toMatchObject({
      deliveryState: "sent",
      providerSid: `SM${"d".repeat(32)}`,
    });
  });

  it("takes nothing from another organisation, for an unknown message, or for one that the customer wrote", async () => {
    const [organization, other] = [await makeOrganization(), await makeOrganization()];
    const id = await sending(organization);
    const inbound = await organization.db.message.findFirstOrThrow({ where: { direction: "inbound" } });
    expect(await receipt(other, id, "read")).toBe(403);
    expect(await receipt(organization, inbound.id, "read")).toBe(403);
    expect(await receipt(organization, "01900000-0000-7000-8000-000000000000", "read")).toBe(403);
    expect(await receipt(organization, "nonsense", "read")).toBe(403);
    expect(await stateOf(organization, id)).toMatchObject({ deliveryState: "queued" });
  });

  it("a receipt without our id is found by Twilio's, and an unknown one is taken and forgotten", async () => {
    const organization = await makeOrganization();
    await server.post(signed(organization, form(organization)));
    const conversation = await organization.db.conversation.findFirstOrThrow();
    const messageSid = `SM${"e".repeat(32)}`;
    const sent = await organization.db.message.create({
      data: {
        organizationId: organization.organizationId,
        conversationId: conversation.id,
        direction: "outbound",
        author: "person",
        providerSid: messageSid,
        deliveryState: "queued",
      },
    });
    const receipt = (sid: string) => ({
      MessageSid: sid,
      AccountSid: organization.twilio.accountSid,
      From: `whatsapp:${organization.twilio.number}`,
      To: "whatsapp:+447700900142",
      MessageStatus: "delivered",
    });
    const post = (sid: string) => server.statusOf(signed(organization, receipt(sid), `${path}/status`));
    expect([await post(messageSid), await post(`SM${"f".repeat(32)}`)]).toEqual([200, 200]);
    expect(await organization.db.message.findUnique({ where: { id: sent.id } })).toMatchObject({
      deliveryState: "delivered",
    });
  });
});
