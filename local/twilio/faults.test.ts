import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FAULT_CODES, isFault, SCRIPTED_NUMBERS } from "./faults";
import { CUSTOMER, SENDER, startStage } from "./test-stage";

let stage: Awaited<ReturnType<typeof startStage>>;
beforeAll(async () => {
  stage = await startStage({ slowAnswerMs: 50 });
  await stage.write();
});
afterAll(() => stage.close());

const reply = (to: string, body = "Good morning") => stage.client.messages.create({ from: SENDER, to, body });
const scripted = (digits: string) => `whatsapp:+1555010${digits}`;

/** What Twilio's side has kept for a customer: the truth that an app has to find out after an unclear answer. */
async function kept(to: string): Promise<{ sid: string; body: string; direction: string }[]> {
  const { messages } = await stage.get(`/_sim/messages?customer=${encodeURIComponent(to)}`);
  return messages.filter(({ direction }: { direction: string }) => direction !== "inbound");
}

describe("Scripted numbers", () => {
  test("have different digits and name faults that exist", () => {
    expect(new Set(SCRIPTED_NUMBERS.map(({ digits }) => digits)).size).toBe(SCRIPTED_NUMBERS.length);
    expect(SCRIPTED_NUMBERS.filter(({ fault }) => !isFault(fault))).toEqual([]);
  });

  test.each([
    ["0003", 401, 20003],
    ["9429", 429, 20429],
    ["0500", 500, 20500],
    ["1211", 400, 21211],
    ["1606", 400, 21606],
    ["1610", 400, 21610],
    ["1611", 400, 21611],
    ["1617", 400, 21617],
  ])("ending in %s are refused with %i and %i, and nothing is kept", async (digits, status, code) => {
    await expect(reply(scripted(digits))).rejects.toMatchObject({ status, code });
    expect(await kept(scripted(digits))).toEqual([]);
  });

  test("ending in 0503 get a page instead of JSON, as from a proxy", async () => {
    await expect(reply(scripted("0503"))).rejects.toMatchObject({
      status: 503,
      message: expect.stringContaining("503"),
    });
    await expect(reply(scripted("0503"))).rejects.not.toHaveProperty("code", 20503);
  });

  test.each(["3001", "3003", "3005", "3013", "3015", "3016", "3018", "3019", "3020", "3024", "3033", "3049"])(
    "ending in %s accept the message, which then fails with the code 6 in front",
    async (digits) => {
      const sent = await reply(scripted(digits));
      expect((await stage.untilStatus(sent.sid, "failed")).errorCode).toBe(Number(`6${digits}`));
    },
  );

  test("ending in 0008 send the message and then fail to deliver it", async () => {
    await stage.write({ from: scripted("0008") });
    const sent = await reply(scripted("0008"));
    expect((await stage.untilStatus(sent.sid, "undelivered")).errorCode).toBe(30008);
  });

  test("ending in 0429 refuse each text once and then take it", async () => {
    for (const body of ["first", "second"]) {
      await expect(reply(scripted("0429"), body)).rejects.toMatchObject({ status: 429, code: 20429 });
      expect((await reply(scripted("0429"), body)).body).toBe(body);
    }
  });

  test.each([
    ["9001", "never answered", { code: "ECONNABORTED" }, 1],
    ["9002", "never answered", { code: "ECONNABORTED" }, 0],
    ["9003", "cut off", { code: "ECONNRESET" }, 1],
    ["9004", "cut off", { code: "ECONNRESET" }, 0],
    ["9005", "answered with 500", { status: 500, code: 20500 }, 1],
  ])("ending in %s are %s, and what is kept cannot be told from that", async (digits, _how, error, count) => {
    await expect(reply(scripted(digits))).rejects.toMatchObject(error);
    expect(await kept(scripted(digits))).toHaveLength(count);
  });

  test("ending in 9004 take the same text at the second attempt", async () => {
    await expect(reply(scripted("9004"), "again")).rejects.toMatchObject({ code: "ECONNRESET" });
    expect((await reply(scripted("9004"), "again")).status).toBe("queued");
  });

  test("are told to whoever asks, with what they do", async () => {
    const { numbers, codes } = await stage.get("/_sim/faults");
    expect(numbers).toContainEqual({
      number: "+15550103016",
      digits: "3016",
      fault: "63016",
      title: "Outside the 24-hour window",
    });
    expect(codes).toEqual(FAULT_CODES);
  });
});

describe("Faults on request", () => {
  test("let the next reply fail, and only that one", async () => {
    await stage.post("/_sim/faults", { nextReplyFailsWith: 63005 });
    const [first, second] = [await reply(CUSTOMER, "first"), await reply(CUSTOMER, "second")];
    expect((await stage.untilStatus(first.sid, "failed")).errorCode).toBe(63005);
    expect((await stage.untilStatus(second.sid, "read")).errorCode).toBeNull();
    expect((await stage.get("/_sim/faults")).switches.nextReplyFailsWith).toBeNull();
  });

  test("strike as often as asked, and only for the customer who is named", async () => {
    await stage.post("/_sim/faults", { next: { fault: "reset-after-storing", times: 2, to: CUSTOMER } });
    expect((await reply(scripted("0000"))).status).toBe("queued");
    await expect(reply(CUSTOMER)).rejects.toMatchObject({ code: "ECONNRESET" });
    await expect(reply(CUSTOMER)).rejects.toMatchObject({ code: "ECONNRESET" });
    expect((await reply(CUSTOMER)).status).toBe("queued");
  });

  test("let Twilio answer late: the receipt is there before the answer", async () => {
    await stage.post("/_sim/faults", { slowAnswers: true });
    const before = stage.app.at("/status").length;
    const answered = reply(CUSTOMER, "slow").then(() => "answered");
    const first = await Promise.race([answered, stage.app.until("/status", before + 1).then(() => "receipt")]);
    expect(first).toBe("receipt");
    expect(await answered).toBe("answered");
    await stage.post("/_sim/faults", { calm: true });
  });

  test.each([
    [{ phoneOf: true }, "There is no switch phoneOf."],
    [{ receipts: "sideways" }, '"sideways" is not a value of the switch receipts.'],
    [{ next: { fault: "unlucky" } }, "There is no fault named unlucky."],
  ])("are refused by name when there is no such thing: %j", async (body, message) => {
    const answer = await stage.post("/_sim/faults", body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(message);
  });
});
