import type { TypingIndicatorRequest } from "twilio/lib/rest/messaging/v3/typingIndicator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApiCheck } from "./openapi";
import { ACCOUNT_SID, AUTH_TOKEN, CUSTOMER, clientFor, SENDER, startStage } from "./test-stage";

let stage: Awaited<ReturnType<typeof startStage>>;

beforeAll(async () => {
  stage = await startStage({
    account: { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN, apiKeys: [{ sid: "SK1", secret: "key" }] },
  });
  await stage.write({ body: "Hello" });
});
afterAll(() => stage.close());

const reply = (more: Record<string, unknown> = {}) =>
  stage.client.messages.create({ from: SENDER, to: CUSTOMER, body: "Good morning", ...more });

describe("Sending a message with Twilio's own client", () => {
  test("answers with a queued message that can be fetched until it is deleted", async () => {
    const sent = await reply();
    expect(sent).toMatchObject({
      status: "queued",
      direction: "outbound-api",
      from: SENDER,
      to: CUSTOMER,
      numMedia: "0",
    });
    expect(sent.sid).toMatch(/^SM[0-9a-f]{32}$/);
    expect((await stage.client.messages(sent.sid).fetch()).body).toBe("Good morning");
    await stage.client.messages(sent.sid).remove();
    await expect(stage.client.messages(sent.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  test("is accepted, not queued, through a Messaging Service, from the account's sender", async () => {
    const sent = await stage.client.messages.create({
      messagingServiceSid: `MG${"b".repeat(32)}`,
      to: CUSTOMER,
      body: "x",
    });
    expect(sent).toMatchObject({ status: "accepted", from: SENDER, messagingServiceSid: `MG${"b".repeat(32)}` });
  });

  test.each([
    ["a number that is none", { to: "whatsapp:+12" }, 400, 21211],
    ["no recipient", { to: "" }, 400, 21604],
    ["no sender", { from: undefined }, 400, 21603],
    ["a sender of nobody", { from: "whatsapp:+15559999999" }, 400, 63007],
    ["a recipient of another channel", { to: "+447700900142" }, 400, 21910],
    ["the sender as recipient", { to: SENDER }, 400, 63031],
    ["no text, file or template", { body: undefined }, 400, 21619],
    ["a text of 1,601 characters", { body: "x".repeat(1601) }, 400, 21617],
    ["a status callback that is no address", { statusCallback: "nowhere" }, 400, 21609],
    ["a status callback with an underscore in its host", { statusCallback: "https://my_host.example/x" }, 400, 21609],
    ["a file address that is none", { mediaUrl: ["lamp.jpg"] }, 400, 21620],
    ["a template of nobody", { body: undefined, contentSid: `HX${"0".repeat(32)}` }, 400, 21655],
    ["a template SID of the wrong form", { body: undefined, contentSid: "HXnope" }, 400, 20001],
    ["a validity beyond ten hours", { validityPeriod: 36001.5 }, 400, 20001],
  ])("is refused with Twilio's code for %s", async (_what, more, status, code) => {
    await expect(reply(more)).rejects.toMatchObject({
      status,
      code,
      moreInfo: `https://www.twilio.com/docs/errors/${code}`,
    });
  });

  test("takes 1,600 characters", async () => {
    expect((await reply({ body: "x".repeat(1600) })).body).toHaveLength(1600);
  });

  test("names a parameter that Twilio does not know, instead of ignoring it", async () => {
    const response = await fetch(`${stage.simulator.apiUrl}/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${ACCOUNT_SID}:${AUTH_TOKEN}`)}` },
      body: new URLSearchParams({ From: SENDER, To: CUSTOMER, Body: "x", StatusCallBack: "https://example.com/x" }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      code: 20001,
      message: "StatusCallBack is not a parameter that Twilio knows.",
      more_info: "https://www.twilio.com/docs/errors/20001",
      status: 400,
    });
  });

  test("fills in an approved template, and refuses variables that are not text", async () => {
    const [template] = await stage.client.content.v1.contents.list();
    const sent = await reply({
      body: undefined,
      contentSid: template?.sid,
      contentVariables: JSON.stringify({ 1: "Marcus", 2: "the lamp" }),
    });
    expect(sent.body).toBe(
      "Hello Marcus, we have an answer to your question about the lamp. Reply to this message to continue.",
    );
    await expect(reply({ contentSid: template?.sid, contentVariables: "[1]" })).rejects.toMatchObject({ code: 21656 });
  });
});

describe("Listing messages", () => {
  test("shows what came in and what went out, newest first, filtered by either side", async () => {
    const sent = await reply({ body: "the last one" });
    const [newest] = await stage.client.messages.list({ limit: 1 });
    expect(newest?.sid).toBe(sent.sid);
    const received = await stage.client.messages.list({ to: SENDER, from: CUSTOMER });
    expect(received.map(({ direction, body, status }) => ({ direction, body, status }))).toEqual([
      { direction: "inbound", body: "Hello", status: "received" },
    ]);
  });

  test("pages through them all without a gap or a repetition", async () => {
    for (const body of ["one", "two", "three"]) await reply({ body });
    const paged = await stage.client.messages.list({ pageSize: 2 });
    const sids = paged.map((message) => message.sid);
    expect(new Set(sids).size).toBe(sids.length);
    expect(sids).toHaveLength((await stage.client.messages.list()).length);
  });

  test("by date of sending leaves out what has not been sent, and what was sent outside the range", async () => {
    await stage.post("/_sim/faults", { phoneOff: true });
    const sent = await reply({ body: "dated" });
    await stage.untilStatus(sent.sid, "sent");
    const bodies = async (filter: object) => (await stage.client.messages.list(filter)).map((message) => message.body);
    const [hourAgo, inAnHour] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 3_600_000)];
    expect(await bodies({ dateSentAfter: hourAgo, dateSentBefore: inAnHour })).toContain("dated");
    expect(await bodies({ dateSentAfter: inAnHour })).toEqual([]);
    expect(await bodies({ dateSentBefore: hourAgo })).toEqual([]);
    await stage.post("/_sim/faults", { calm: true });
  });
});

describe("Who may call", () => {
  test("is an account with its token, or with an API key of its own", async () => {
    expect((await clientFor(stage.simulator, "SK1", "key").messages.list({ limit: 1 })).length).toBe(1);
    expect((await stage.client.api.v2010.accounts(ACCOUNT_SID).fetch()).status).toBe("active");
  });

  test.each([
    ["a wrong token", ACCOUNT_SID, "wrong"],
    ["an unknown account", `AC${"9".repeat(32)}`, AUTH_TOKEN],
    ["a wrong secret", "SK1", "wrong"],
  ])("is not somebody with %s: 401 and 20003", async (_who, user, secret) => {
    await expect(clientFor(stage.simulator, user, secret).messages.list()).rejects.toMatchObject({
      status: 401,
      code: 20003,
    });
  });

  test("does not see the messages of another account", async () => {
    const other = { accountSid: `AC${"b".repeat(32)}`, authToken: "other" };
    await stage.post("/_sim/accounts", {
      ...other,
      numbers: [{ number: "+15550002222", webhookUrl: `${stage.app.url}/other` }],
    });
    const [mine] = await stage.client.messages.list({ limit: 1 });
    const path = `${stage.simulator.apiUrl}/2010-04-01/Accounts`;
    const headers = { authorization: `Basic ${btoa(`${other.accountSid}:${other.authToken}`)}` };
    for (const account of [ACCOUNT_SID, other.accountSid]) {
      expect((await fetch(`${path}/${account}/Messages/${mine?.sid}.json`, { headers })).status).toBe(404);
    }
    const list = await (await fetch(`${path}/${other.accountSid}/Messages.json`, { headers })).json();
    expect(list.messages).toEqual([]);
  });
});

describe("Files", () => {
  test("are listed, and stand behind credentials, a redirect and a link that needs none", async () => {
    const bytes = Buffer.from("the picture");
    const media = [{ contentType: "image/jpeg", base64: bytes.toString("base64") }];
    const { messageSid } = await stage.write({ body: "", media });
    const [file] = await stage.client.messages(messageSid).media.list();
    expect(file).toMatchObject({ contentType: "image/jpeg", parentSid: messageSid });

    const url = `${stage.simulator.apiUrl}/2010-04-01/Accounts/${ACCOUNT_SID}/Messages/${messageSid}/Media/${file?.sid}`;
    expect((await fetch(url)).status).toBe(401);
    const headers = { authorization: `Basic ${btoa(`${ACCOUNT_SID}:${AUTH_TOKEN}`)}` };
    const redirect = await fetch(url, { headers, redirect: "manual" });
    expect(redirect.status).toBe(307);
    const content = await fetch(redirect.headers.get("location") ?? "");
    expect(content.headers.get("content-type")).toBe("image/jpeg");
    expect(Buffer.from(await content.arrayBuffer())).toEqual(bytes);
    expect((await fetch(redirect.headers.get("location")?.replace(/.$/, "_") ?? "")).status).toBe(403);
  });
});

describe("The typing sign", () => {
  test("marks the customer's message as read, in both versions of the API", async () => {
    const { messageSid } = await stage.write({ body: "Anybody there?" });
    expect(
      await stage.client.messaging.v2.typingIndicator.create({ channel: "whatsapp", messageId: messageSid }),
    ).toMatchObject({ success: true });
    const v3 = { channel: "WHATSAPP", messageId: messageSid } as TypingIndicatorRequest;
    expect(await stage.client.messaging.v3.typingIndicator.create(v3)).toMatchObject({ success: true });
    const { messages, typing } = await stage.get(`/_sim/messages?customer=${encodeURIComponent(CUSTOMER)}`);
    expect(messages.find(({ sid }: { sid: string }) => sid === messageSid).readAt).toBeTypeOf("number");
    expect(typing).toEqual([CUSTOMER]);
  });

  test("is refused for a message that the customer did not write", async () => {
    const unknown = { channel: "whatsapp" as const, messageId: `SM${"0".repeat(32)}` };
    await expect(stage.client.messaging.v2.typingIndicator.create(unknown)).rejects.toMatchObject({
      status: 404,
      code: 20404,
    });
  });
});

test("Templates come with their approval, as Twilio's document describes them", async () => {
  const list = await stage.client.content.v1.contentAndApprovals.list();
  expect(
    list.map((content) => content.approvalRequests as unknown as { status: string }).map(({ status }) => status),
  ).toEqual(["approved", "pending", "rejected", "approved", "approved", "paused", "unsubmitted"]);
  const headers = { authorization: `Basic ${btoa(`${ACCOUNT_SID}:${AUTH_TOKEN}`)}` };
  const check = openApiCheck("twilio_content_v1.json");
  for (const path of ["/v1/Content", "/v1/ContentAndApprovals"]) {
    const answer = await (await fetch(`${stage.simulator.apiUrl}${path}`, { headers })).json();
    expect(check("get", path, "200", answer)).toEqual([]);
  }
});
