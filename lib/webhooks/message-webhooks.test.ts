import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { forgetChannel } from "@/lib/channels/find-channel";
import { encryptSecret } from "@/lib/secrets";
import { sandboxNumber } from "@/lib/twilio/sandbox-number";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { form, path, publicUrl, signed, webhookServer } from "./test-webhook";

const server = webhookServer();
const countOf = ({ db }: TestOrganization) => db.message.count();

describe("the webhook for inbound messages", () => {
  it("stores a signed message and answers with empty TwiML", async () => {
    const organization = await makeOrganization();
    const answer = await server.post(signed(organization, form(organization)));
    expect(answer).toEqual({ status: 200, type: "text/xml", text: "<Response/>" });
    expect(await countOf(organization)).toBe(1);
  });

  it("verifies every parameter as sent: unknown ones, repeated ones, empty ones, line ends and spaces", async () => {
    const organization = await makeOrganization();
    const odd = { NewInTwenty27: "yes", Repeated: ["b", "a", "b"], Empty: "", Body: " two\r\nlines 😀 " };
    expect(await server.statusOf(signed(organization, form(organization, odd)))).toBe(200);
    expect(await organization.db.message.findFirst()).toMatchObject({ text: " two\r\nlines 😀 " });
  });

  it("answers a stranger's number, a bad signature, another's token and another account's message all alike", async () => {
    const [organization, other] = [await makeOrganization(), await makeOrganization()];
    const requests = [
      signed(organization, form(organization, { To: "whatsapp:+15559999999" })),
      signed(organization, form(organization), path, "0".repeat(32)),
      signed(organization, form(organization), path, other.twilio.authToken),
      signed(organization, form(organization, { AccountSid: other.twilio.accountSid })),
      signed(organization, form(organization, { To: "" })),
      signed(organization, form(organization), `${path}/${"x".repeat(30)}`),
      signed(organization, form(organization), `${path}/short`),
    ];
    for (const request of requests)
      expect(await server.post(request)).toEqual({ status: 403, type: undefined, text: "" });
    expect([await countOf(organization), await countOf(other)]).toEqual([0, 0]);
  });

  it("refuses what is not Twilio's before it costs anything", async () => {
    const organization = await makeOrganization();
    const parameters = form(organization);
    const { headers, ...rest } = signed(organization, parameters);
    const unsigned = { ...rest, headers: { "content-type": headers["content-type"] ?? "" } };
    expect(await server.statusOf(unsigned)).toBe(403);
    expect(await server.statusOf({ ...rest, headers: { ...headers, "content-type": "application/json" } })).toBe(415);
    const large = signed(organization, { ...parameters, Body: "x".repeat(70_000) });
    expect(await server.statusOf(large)).toBe(413);
    expect(await sendInChunks(large)).toBe(413);
    expect(await countOf(organization)).toBe(0);
  });

  it("takes what Twilio signed and we cannot read, since another try would be no different", async () => {
    const organization = await makeOrganization();
    expect(await server.statusOf(signed(organization, form(organization, { MessageSid: "odd" })))).toBe(200);
    expect(await countOf(organization)).toBe(0);
  });

  it("stores one message of ten copies that arrive at once", async () => {
    const organization = await makeOrganization();
    const parameters = form(organization);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => server.statusOf(signed(organization, parameters))),
    );
    expect(answers).toEqual(Array(10).fill(200));
    expect(await countOf(organization)).toBe(1);
    expect(await organization.db.conversation.findMany()).toMatchObject([{ inboundSeq: 1 }]);
    expect(await organization.db.contact.count()).toBe(1);
  });

  it("puts the messages of a new customer that arrive at once in one conversation, each with its place", async () => {
    const organization = await makeOrganization();
    await Promise.all(
      Array.from({ length: 12 }, () =>
        server.post(signed(organization, form(organization, { ExternalUserId: "whatsapp:GB.One1" }))),
      ),
    );
    const messages = await organization.db.message.findMany({ orderBy: { seq: "asc" } });
    expect(messages.map((message) => message.seq)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    expect(await organization.db.conversation.count()).toBe(1);
    expect(await organization.db.contact.count()).toBe(1);
    expect(await organization.db.contactIdentity.count()).toBe(2);
  });

  it("knows a customer again by the user id when the number is hidden or changes", async () => {
    const organization = await makeOrganization();
    const id = "whatsapp:GB.Same1";
    await server.post(signed(organization, form(organization, { ExternalUserId: id })));
    await server.post(signed(organization, form(organization, { From: id, ExternalUserId: id })));
    await server.post(signed(organization, form(organization, { From: "whatsapp:+447700900999", ExternalUserId: id })));
    expect(await organization.db.contact.count()).toBe(1);
    expect(await organization.db.conversation.findMany()).toMatchObject([
      { inboundSeq: 3, customerAddress: "whatsapp:+447700900999" },
    ]);
  });

  it("tells two organisations on the shared sandbox apart by their own address, and by number knows neither", async () => {
    const organizations = [await makeOrganization(), await makeOrganization()] as const;
    for (const { db, app, twilio } of organizations) {
      await db.whatsAppApp.update({ where: { id: app.id }, data: { number: sandboxNumber, exclusiveNumber: null } });
      forgetChannel({ organizationId: app.organizationId, appKey: app.appKey, number: twilio.number });
    }
    const [first, second] = organizations;
    const sandbox = form(first, { To: `whatsapp:${sandboxNumber}` });
    const own = `${path}/${first.app.appKey}`;
    expect(await server.statusOf(signed(first, sandbox, own))).toBe(200);
    expect(await server.statusOf(signed(first, sandbox, `${path}/${second.app.appKey}`))).toBe(403);
    expect(await server.statusOf(signed(first, sandbox))).toBe(403);
    expect([await countOf(first), await countOf(second)]).toEqual([1, 0]);
  });

  it("answers 500 when the message cannot be stored, so that Twilio tries again", async () => {
    const organization = await makeOrganization();
    await server.post(signed(organization, form(organization)));
    // The channel is still known, but its row is gone: the database refuses the message.
    const { db, app } = organization;
    await db.whatsAppApp.update({ where: { id: app.id }, data: { publishedVersionId: null } });
    await db.appVersion.deleteMany();
    await db.whatsAppApp.delete({ where: { id: app.id } });
    expect(await server.post(signed(organization, form(organization)))).toMatchObject({ status: 500, text: "" });
  });

  it("takes a token that was changed elsewhere a moment ago", async () => {
    const organization = await makeOrganization();
    const { db, app, twilio } = organization;
    await server.post(signed(organization, form(organization)));
    const authToken = "f".repeat(32);
    const envelope = encryptSecret(authToken, { organizationId: app.organizationId, field: "whatsAppApp.authToken" });
    await db.whatsAppApp.update({ where: { id: app.id }, data: { authToken: envelope } });
    expect(await server.statusOf(signed(organization, form(organization), path, authToken))).toBe(200);
    expect(await server.statusOf(signed(organization, form(organization), path, twilio.authToken))).toBe(403);
  });

  it("the fallback stores a message once, whichever address it came by", async () => {
    const organization = await makeOrganization();
    const parameters = form(organization);
    expect(await server.statusOf(signed(organization, parameters))).toBe(200);
    const again = { ...parameters, ErrorCode: "11205", ErrorUrl: publicUrl + path };
    expect(await server.statusOf(signed(organization, again, `${path}/fallback`))).toBe(200);
    expect(await countOf(organization)).toBe(1);
    expect(await server.statusOf(signed(organization, again), `${path}/fallback`)).toBe(403);
  });

  it("both tokens are good while one replaces the other", async () => {
    const organization = await makeOrganization();
    const { db, app, organizationId } = organization;
    const next = "f".repeat(32);
    await db.whatsAppApp.update({
      where: { id: app.id },
      data: {
        nextAuthToken: encryptSecret(next, { organizationId, field: "whatsAppApp.nextAuthToken" }),
        nextAuthTokenLastFour: "ffff",
      },
    });
    expect(await server.statusOf(signed(organization, form(organization)))).toBe(200);
    expect(await server.statusOf(signed(organization, form(organization), path, next))).toBe(200);
    expect(await server.statusOf(signed(organization, form(organization), path, "e".repeat(32)))).toBe(403);
  });
});

/** Without saying beforehand how long it is. */
function sendInChunks({ headers, body, path }: ReturnType<typeof signed>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(server.origin() + path, { method: "POST", headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.on("error", reject);
    for (let at = 0; at < body.length; at += 10_000) sent.write(body.slice(at, at + 10_000));
    sent.end();
  });
}
