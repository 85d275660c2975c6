import twilio from "twilio";
import { afterEach, describe, expect, test } from "vitest";
import { ACCOUNT_SID, AUTH_TOKEN, CUSTOMER, SENDER, startStage } from "./test-stage";

let stage: Awaited<ReturnType<typeof startStage>>;
afterEach(() => stage.close());

const reply = (to = CUSTOMER, body = "Good morning") => stage.client.messages.create({ from: SENDER, to, body });
const statuses = (requests: { params: Record<string, string> }[]) => requests.map(({ params }) => params.MessageStatus);

describe("A delivered reply", () => {
  test("brings signed receipts for sent, delivered and read, in that order, and none for queued", async () => {
    stage = await startStage();
    await stage.write();
    const sent = await reply();
    const receipts = await stage.app.until("/status", 3);
    expect(statuses(receipts)).toEqual(["sent", "delivered", "read"]);
    for (const { params, headers, url } of receipts) {
      const signature = String(headers["x-twilio-signature"]);
      expect(twilio.validateRequest(AUTH_TOKEN, signature, url, params)).toBe(true);
      expect(params).toMatchObject({
        AccountSid: ACCOUNT_SID,
        MessageSid: sent.sid,
        SmsSid: sent.sid,
        SmsStatus: params.MessageStatus,
        From: SENDER,
        To: CUSTOMER,
        ChannelPrefix: "whatsapp",
        ApiVersion: "2010-04-01",
      });
    }
    expect(receipts[2]?.params.EventType).toBe("READ");
  });

  test("sends its receipts where the message says, with the retries that the address asks for", async () => {
    let refusals = 2;
    stage = await startStage({ answer: ({ path }) => (path.startsWith("/status") && refusals-- > 0 ? 500 : 200) });
    await stage.write();
    const statusCallback = `${stage.app.url}/status/out-1#rc=3&rp=5xx`;
    await stage.client.messages.create({ from: SENDER, to: CUSTOMER, body: "x", statusCallback });
    expect(statuses(await stage.app.until("/status/out-1", 5))).toEqual(["sent", "sent", "sent", "delivered", "read"]);
    expect(stage.app.at("/status")).toEqual([]);
  });

  test("to a customer who hides the number arrives at the user id", async () => {
    stage = await startStage();
    await stage.write({ from: "GB.4K7QM2XR9T" });
    await reply("whatsapp:GB.4K7QM2XR9T");
    expect(statuses(await stage.app.until("/status", 3))).toEqual(["sent", "delivered", "read"]);
  });
});

describe("Receipts on request", () => {
  test("come twice each", async () => {
    stage = await startStage();
    await stage.write();
    await stage.post("/_sim/faults", { receipts: "twice" });
    await reply();
    const order = statuses(await stage.app.until("/status", 6));
    expect(order).toEqual(["sent", "sent", "delivered", "delivered", "read", "read"]);
  });

  test("come in the wrong order", async () => {
    stage = await startStage();
    await stage.write();
    await stage.post("/_sim/faults", { receipts: "shuffled" });
    await reply();
    expect(statuses(await stage.app.until("/status", 3))).toEqual(["read", "delivered", "sent"]);
  });

  test("come late, and still all", async () => {
    stage = await startStage({ delays: { sent: 0, delivered: 0, read: 0, late: 30 } });
    await stage.write();
    await stage.post("/_sim/faults", { receipts: "late" });
    await reply();
    expect(statuses(await stage.app.until("/status", 3))).toEqual(["sent", "delivered", "read"]);
  });

  test("never come, though the message is read", async () => {
    stage = await startStage();
    await stage.write();
    await stage.post("/_sim/faults", { receipts: "never" });
    const sent = await reply();
    await stage.untilStatus(sent.sid, "read");
    expect(stage.app.at("/status")).toEqual([]);
  });
});

describe("A reply that does not arrive", () => {
  test("fails with 63016 when the customer never wrote, and says so in the receipt and in the message", async () => {
    stage = await startStage();
    const sent = await reply();
    const [receipt] = await stage.app.until("/status", 1);
    expect(receipt?.params).toMatchObject({ MessageStatus: "failed", ErrorCode: "63016" });
    expect(await stage.client.messages(sent.sid).fetch()).toMatchObject({ status: "failed", errorCode: 63016 });
  });

  test("but made from a template arrives outside the window", async () => {
    stage = await startStage();
    const [template] = await stage.client.content.v1.contents.list();
    const sent = await stage.client.messages.create({ from: SENDER, to: CUSTOMER, contentSid: template?.sid });
    await stage.untilStatus(sent.sid, "delivered");
  });

  test.each([
    ["pending", 63016],
    ["unsubmitted", 63016],
    ["rejected", 63040],
    ["paused", 63041],
  ])("fails outside the window when its template is %s, with %i", async (state, code) => {
    stage = await startStage();
    const contentSid = await stage.contentSid(state);
    await stage.client.messages.create({ from: SENDER, to: CUSTOMER, contentSid });
    const [receipt] = await stage.app.until("/status", 1);
    expect(receipt?.params).toMatchObject({ MessageStatus: "failed", ErrorCode: String(code) });
  });

  test("arrives within the window whatever its template's state", async () => {
    stage = await startStage();
    await stage.write();
    const contentSid = await stage.contentSid("pending");
    const sent = await stage.client.messages.create({ from: SENDER, to: CUSTOMER, contentSid });
    await stage.untilStatus(sent.sid, "delivered");
  });

  test("fails with 63028 when it is given a variable that its template does not have", async () => {
    stage = await startStage();
    const contentSid = await stage.contentSid("approved");
    const contentVariables = JSON.stringify({ 1: "Marcus", 2: "the lamp", 3: "too many" });
    await stage.client.messages.create({ from: SENDER, to: CUSTOMER, contentSid, contentVariables });
    const [receipt] = await stage.app.until("/status", 1);
    expect(receipt?.params).toMatchObject({ MessageStatus: "failed", ErrorCode: "63028" });
  });

  test("stays sent while the phone is off and is delivered when it is on again", async () => {
    stage = await startStage();
    await stage.write();
    await stage.post("/_sim/faults", { phoneOff: true });
    const sent = await reply();
    expect(statuses(await stage.app.until("/status", 1))).toEqual(["sent"]);
    await stage.post("/_sim/faults", { phoneOff: false });
    await stage.untilStatus(sent.sid, "read");
    expect(statuses(await stage.app.until("/status", 3))).toEqual(["sent", "delivered", "read"]);
  });

  test("fails with 63019 when its file cannot be fetched", async () => {
    stage = await startStage({ answer: ({ path }) => (path === "/lamp.jpg" ? 404 : 200) });
    await stage.write();
    const mediaUrl = [`${stage.app.url}/lamp.jpg`];
    const sent = await stage.client.messages.create({ from: SENDER, to: CUSTOMER, mediaUrl });
    expect(sent.sid).toMatch(/^MM/);
    expect((await stage.untilStatus(sent.sid, "failed")).errorCode).toBe(63019);
  });
});

test("What the customer was sent twice is counted, and what failed too", async () => {
  stage = await startStage();
  await stage.write({ body: "one" });
  await stage.write({ body: "two", from: "+15550103024" });
  const repeated = [await reply(), await reply()];
  const failed = await reply("whatsapp:+15550103024");
  for (const { sid } of repeated) await stage.untilStatus(sid, "read");
  await stage.untilStatus(failed.sid, "failed");
  const { total, customers } = await stage.get("/_sim/stats");
  expect(total).toMatchObject({ written: 2, taken: 2, replies: 3, delivered: 2, failed: 1 });
  expect(customers[0]).toMatchObject({ customer: CUSTOMER, repeated: [{ body: "Good morning", times: 2 }] });
});
