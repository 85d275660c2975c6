import { describe, expect, it } from "vitest";
import { forgetChannel } from "@/lib/channels/find-channel";
import { encryptSecret } from "@/lib/secrets";
import { sandboxNumber } from "@/lib/twilio/sandbox-number";
import { formBody } from "@/local/twilio/signature";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { messageByFallback, messageByKey, messageByNumber } from "./message-webhooks";
import { form, path, publicUrl, signed } from "./test-webhook";

const byKey = (request: Request, appKey: string) => messageByKey(request, { appKey });
const countOf = ({ db }: TestOrganization) => db.message.count();

describe("the webhook for inbound messages", () => {
  it("stores a signed message and answers with empty TwiML", async () => {
    const organization = await makeOrganization();
    const response = await messageByNumber(signed(organization, form(organization)));
    expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
      200,
      "text/xml",
      "<Response/>",
    ]);
    expect(await countOf(organization)).toBe(1);
  });

  it("verifies every parameter as sent: unknown ones, repeated ones, empty ones, line ends and spaces", async () => {
    const organization = await makeOrganization();
    const odd = { NewInTwenty27: "yes", Repeated: ["b", "a", "b"], Empty: "", Body: " two\r\nlines 😀 " };
    expect((await messageByNumber(signed(organization, form(organization, odd)))).status).toBe(200);
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
    ];
    const answers = await Promise.all(requests.map(messageByNumber));
    for (const answer of answers) expect([answer.status, await answer.text()]).toEqual([403, ""]);
    const byKeys = [
      byKey(signed(organization, form(organization), `${path}/${"x".repeat(30)}`), "x".repeat(30)),
      byKey(signed(organization, form(organization), `${path}/short`), "short"),
    ];
    for (const answer of await Promise.all(byKeys)) expect([answer.status, await answer.text()]).toEqual([403, ""]);
    expect([await countOf(organization), await countOf(other)]).toEqual([0, 0]);
  });

  it("refuses what is not Twilio's before it costs anything", async () => {
    const organization = await makeOrganization();
    const parameters = form(organization);
    const unsigned = new Request(`http://localhost${path}`, { method: "POST", body: formBody(parameters) });
    expect((await messageByNumber(unsigned)).status).toBe(403);

    const json = signed(organization, parameters);
    json.headers.set("content-type", "application/json");
    expect((await messageByNumber(json)).status).toBe(415);

    const large = signed(organization, { ...parameters, Body: "x".repeat(70_000) });
    expect((await messageByNumber(large)).status).toBe(413);
    expect(await countOf(organization)).toBe(0);
  });

  it("stores one message of ten copies that arrive at once", async () => {
    const organization = await makeOrganization();
    const parameters = form(organization);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => messageByNumber(signed(organization, parameters))),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(200));
    expect(await countOf(organization)).toBe(1);
    expect(await organization.db.conversation.findMany()).toMatchObject([{ inboundSeq: 1 }]);
    expect(await organization.db.contact.count()).toBe(1);
  });

  it("puts the messages of a new customer that arrive at once in one conversation, each with its place", async () => {
    const organization = await makeOrganization();
    await Promise.all(
      Array.from({ length: 12 }, () =>
        messageByNumber(signed(organization, form(organization, { ExternalUserId: "whatsapp:GB.One1" }))),
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
    await messageByNumber(signed(organization, form(organization, { ExternalUserId: id })));
    await messageByNumber(signed(organization, form(organization, { From: id, ExternalUserId: id })));
    await messageByNumber(
      signed(organization, form(organization, { From: "whatsapp:+447700900999", ExternalUserId: id })),
    );
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
    expect((await byKey(signed(first, sandbox, own), first.app.appKey)).status).toBe(200);
    expect((await byKey(signed(first, sandbox, `${path}/${second.app.appKey}`), second.app.appKey)).status).toBe(403);
    expect((await messageByNumber(signed(first, sandbox))).status).toBe(403);
    expect([await countOf(first), await countOf(second)]).toEqual([1, 0]);
  });

  it("answers 500 when the message cannot be stored, so that Twilio tries again", async () => {
    const organization = await makeOrganization();
    await messageByNumber(signed(organization, form(organization)));
    // The channel is still known, but its row is gone: the database refuses the message.
    const { db, app } = organization;
    await db.whatsAppApp.update({ where: { id: app.id }, data: { publishedVersionId: null } });
    await db.appVersion.deleteMany();
    await db.whatsAppApp.delete({ where: { id: app.id } });
    const response = await messageByNumber(signed(organization, form(organization)));
    expect([response.status, await response.text()]).toEqual([500, ""]);
  });

  it("takes a token that was changed elsewhere a moment ago", async () => {
    const organization = await makeOrganization();
    const { db, app, twilio } = organization;
    await messageByNumber(signed(organization, form(organization)));
    const authToken = "f".repeat(32);
    const envelope = encryptSecret(authToken, { organizationId: app.organizationId, field: "whatsAppApp.authToken" });
    await db.whatsAppApp.update({ where: { id: app.id }, data: { authToken: envelope } });
    expect((await messageByNumber(signed(organization, form(organization), path, authToken))).status).toBe(200);
    expect((await messageByNumber(signed(organization, form(organization), path, twilio.authToken))).status).toBe(403);
  });

  it("the fallback stores a message once, whichever address it came by", async () => {
    const organization = await makeOrganization();
    const parameters = form(organization);
    expect((await messageByNumber(signed(organization, parameters))).status).toBe(200);
    const again = { ...parameters, ErrorCode: "11205", ErrorUrl: publicUrl + path };
    expect((await messageByFallback(signed(organization, again, `${path}/fallback`))).status).toBe(200);
    expect(await countOf(organization)).toBe(1);
    expect((await messageByFallback(signed(organization, again))).status).toBe(403);
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
    expect((await messageByNumber(signed(organization, form(organization)))).status).toBe(200);
    expect((await messageByNumber(signed(organization, form(organization), path, next))).status).toBe(200);
    expect((await messageByNumber(signed(organization, form(organization), path, "e".repeat(32)))).status).toBe(403);
  });
});
