import twilio from "twilio";
import { afterEach, describe, expect, test } from "vitest";
import { ACCOUNT_SID, AUTH_TOKEN, CUSTOMER, SENDER, startStage } from "./test-stage";
import { connectionSettings } from "./webhook-request";

let stage: Awaited<ReturnType<typeof startStage>>;
afterEach(() => stage?.close());

const isSigned = ({ headers, url, params }: { headers: object; url: string; params: Record<string, string> }) =>
  twilio.validateRequest(AUTH_TOKEN, (headers as Record<string, string>)["x-twilio-signature"] ?? "", url, params);

describe("A customer's message", () => {
  test("reaches the webhook signed, with what Twilio says of a text", async () => {
    stage = await startStage({ fragment: "#rc=1" });
    const outcome = await stage.write({ body: "Hola, ¿tienen turno? 👍\r\nmañana ", profileName: "Ana 👍" });
    expect(outcome).toMatchObject({ accepted: true, attempts: [{ url: "webhook", status: 200, error: null }] });
    const [request] = stage.app.received;
    expect(request && isSigned(request)).toBe(true);
    expect(request?.headers).toMatchObject({ "user-agent": "TwilioProxy/1.1", "x-home-region": "us1" });
    expect(request?.headers["i-twilio-idempotency-token"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(request?.params).toMatchObject({
      MessageSid: outcome.messageSid,
      SmsSid: outcome.messageSid,
      SmsMessageSid: outcome.messageSid,
      AccountSid: ACCOUNT_SID,
      ApiVersion: "2010-04-01",
      SmsStatus: "received",
      From: CUSTOMER,
      To: SENDER,
      WaId: "447700900142",
      ProfileName: "Ana 👍",
      Body: "Hola, ¿tienen turno? 👍\r\nmañana ",
      NumMedia: "0",
      NumSegments: "1",
      ReferralNumMedia: "0",
      MessageType: "text",
    });
    expect(request?.params.ExternalUserId).toMatch(/^whatsapp:GB\.[0-9A-F]{16}$/);
    expect(JSON.parse(request?.params.ChannelMetadata ?? "")).toMatchObject({
      type: "whatsapp",
      data: { context: { ProfileName: "Ana 👍", WaId: "447700900142" } },
    });
  });

  test("from somebody who hides the number comes from the user id, without a WaId", async () => {
    stage = await startStage();
    await stage.write({ from: "GB.4K7QM2XR9T" });
    const params = stage.app.received[0]?.params;
    expect(params).toMatchObject({ From: "whatsapp:GB.4K7QM2XR9T", ExternalUserId: "whatsapp:GB.4K7QM2XR9T" });
    expect(params).not.toHaveProperty("WaId");
  });

  test("with a file names its address at Twilio, without a text for a voice note", async () => {
    stage = await startStage();
    const { messageSid } = await stage.write({ body: undefined, media: [{ name: "voice-note.ogg" }] });
    const params = stage.app.received[0]?.params;
    expect(params).toMatchObject({ NumMedia: "1", MediaContentType0: "audio/ogg", MessageType: "audio", Body: "" });
    const base = `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT_SID}/Messages/${messageSid}/Media/`;
    expect(params?.MediaUrl0).toMatch(new RegExp(`^${base}ME[0-9a-f]{32}$`));
    expect(messageSid).toMatch(/^MM/);
  });

  test("may be a place, a button, come through a Messaging Service, or carry what a test needs", async () => {
    stage = await startStage();
    await stage.write({ body: "", location: { latitude: 51.5, longitude: -0.12, label: "Jubilee Gardens" } });
    await stage.write({ body: undefined, button: { text: "Yes", payload: "confirm" } });
    await stage.write({ messagingServiceSid: `MG${"b".repeat(32)}`, params: { OptOutType: "STOP", WaId: null } });
    const [place, button, service] = stage.app.received.map(({ params }) => params);
    expect(place).toMatchObject({
      Latitude: "51.5",
      Longitude: "-0.12",
      Label: "Jubilee Gardens",
      MessageType: "location",
    });
    expect(button).toMatchObject({ Body: "Yes", ButtonText: "Yes", ButtonPayload: "confirm", ButtonType: "REPLY" });
    expect(service).toMatchObject({ MessagingServiceSid: `MG${"b".repeat(32)}`, OptOutType: "STOP" });
    expect(service).not.toHaveProperty("WaId");
    expect(stage.app.received.every(isSigned)).toBe(true);
  });

  test("is one message however many copies of its webhook arrive, and when it is posted again", async () => {
    stage = await startStage();
    const { messageSid, attempts } = await stage.write({ copies: 10 });
    expect(attempts).toHaveLength(10);
    await stage.write({ messageSid });
    expect(new Set(stage.app.received.map(({ params }) => params.MessageSid))).toEqual(new Set([messageSid]));
    expect(stage.app.received).toHaveLength(11);
    expect((await stage.get("/_sim/messages")).messages).toHaveLength(1);
  });

  test("can be signed wrongly", async () => {
    stage = await startStage();
    await stage.write({ wrongSignature: true });
    expect(stage.app.received.map(isSigned)).toEqual([false]);
  });

  test("is refused with the reason when it cannot be", async () => {
    stage = await startStage();
    expect((await stage.post("/_sim/inbound", { from: "Priya" })).body.message).toContain("from is neither");
    expect((await stage.post("/_sim/inbound", { from: CUSTOMER, to: "+1999" })).body.message).toContain(
      "to is not a sender",
    );
    expect((await stage.post("/_sim/inbound", { from: CUSTOMER, boby: "x" })).body.message).toContain('"boby"');
    expect((await stage.post("/_sim/inbound", { from: CUSTOMER, media: [{ name: "x" }] })).body.message).toContain(
      "photo.jpg",
    );
    expect(stage.app.received).toEqual([]);
  });

  test("goes to the account that is named when two share a sandbox number", async () => {
    stage = await startStage();
    const other = { accountSid: `AC${"b".repeat(32)}`, authToken: "other" };
    await stage.post("/_sim/accounts", {
      ...other,
      numbers: [{ number: SENDER, webhookUrl: `${stage.app.url}/other` }],
    });
    await stage.write({ to: SENDER, accountSid: other.accountSid });
    const [request] = await stage.app.until("/other", 1);
    const signature = String(request?.headers["x-twilio-signature"]);
    expect(twilio.validateRequest("other", signature, request?.url ?? "", request?.params ?? {})).toBe(true);
  });
});

describe("A webhook that fails", () => {
  const attempts = async (write: Promise<{ attempts: { url: string; status: number | null }[] }>) =>
    (await write).attempts.map(({ url, status }) => `${url} ${status}`);

  test("with 5xx is not tried again unless the address asks for it", async () => {
    stage = await startStage({ answer: () => 500 });
    expect(await attempts(stage.write())).toEqual(["webhook 500"]);
    expect((await stage.get("/_sim/messages")).messages[0].taken).toBe(false);
  });

  test("is tried as often as the address asks, with the same token, until it is taken", async () => {
    const answers = [500, 503, 200];
    stage = await startStage({ fragment: "#rc=5&rp=5xx,ct,rt", answer: () => answers.shift() ?? 200 });
    expect(await attempts(stage.write())).toEqual(["webhook 500", "webhook 503", "webhook 200"]);
    expect(new Set(stage.app.received.map(({ headers }) => headers["i-twilio-idempotency-token"])).size).toBe(1);
  });

  test("by silence ends after the read timeout of the address", async () => {
    stage = await startStage({ fragment: "#rc=1&rp=rt&rt=100", answer: () => null });
    expect(await attempts(stage.write())).toEqual(["webhook null", "webhook null"]);
  });

  test("with a redirect is not followed", async () => {
    stage = await startStage({ fragment: "#rp=all", answer: () => 308 });
    expect(await attempts(stage.write())).toEqual(["webhook 308"]);
  });

  test("gives way to the fallback address, signed for that address and with the reason", async () => {
    stage = await startStage({ answer: ({ path }) => (path === "/inbound" ? 500 : 200) });
    const numbers = [
      { number: SENDER, webhookUrl: `${stage.app.url}/inbound`, fallbackUrl: `${stage.app.url}/fallback` },
    ];
    await stage.post("/_sim/accounts", { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN, numbers });
    expect(await attempts(stage.write())).toEqual(["webhook 500", "fallback 200"]);
    const [fallback] = stage.app.at("/fallback");
    expect(fallback?.params).toMatchObject({ ErrorCode: "11200", ErrorUrl: `${stage.app.url}/inbound` });
    expect(fallback && isSigned(fallback)).toBe(true);
  });

  test("because nothing listens is tried once more", async () => {
    stage = await startStage({ webhookUrl: "http://127.0.0.1:9/inbound" });
    expect(await attempts(stage.write())).toEqual(["webhook null", "webhook null"]);
  });
});

test("Connection settings are Twilio's defaults where the address says nothing, or what is out of range", () => {
  const defaults = connectionSettings("https://example.com/in#rc=9&ct=1&rt=x");
  expect(defaults).toEqual({
    connectTimeoutMs: 5000,
    readTimeoutMs: 15_000,
    totalTimeoutMs: 15_000,
    retryCount: 1,
    retryOn: new Set(["ct"]),
  });
  const set = connectionSettings("https://example.com/in#rc=3&rp=5xx,ct,rt&ct=2000&rt=4000&tt=9000");
  expect(set).toEqual({
    connectTimeoutMs: 2000,
    readTimeoutMs: 4000,
    totalTimeoutMs: 9000,
    retryCount: 3,
    retryOn: new Set(["5xx", "ct", "rt"]),
  });
});
