import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forgetChannel } from "@/lib/channels/find-channel";
import { checkNow } from "./check-now";
import { countFailing } from "./count-failing";
import { readHealth, utcWording } from "./read-health";
import { runChecks } from "./run-checks";
import { sumUp } from "./sum-up";
import { connected, look, outbound, setAtTwilio, startHealthStage } from "./test-stage";

const minute = 60_000;
let twilio: Awaited<ReturnType<typeof startHealthStage>>;
beforeAll(async () => {
  twilio = await startHealthStage();
});
afterAll(() => twilio.close());

describe("an organisation in which all is well", () => {
  it("has every check green, and none that counts as failing", async () => {
    const organization = await connected();
    await outbound(organization, "delivered");
    await runChecks(organization.db);
    const results = await readHealth(organization.db, utcWording());
    expect(results.map(({ key, status }) => `${key} ${status}`)).toEqual(results.map(({ key }) => `${key} good`));
    expect(results).toHaveLength(12);
    expect(await countFailing(organization.db)).toBe(0);
  });

  it("is asked about at Twilio once in half an hour, and at once when somebody wants to know or the credentials were changed", async () => {
    const organization = await connected();
    const start = Date.now();
    const at = (minutes: number) => ({ now: new Date(start + minutes * minute) });
    expect((await look(organization, "twilio-account", at(1)))?.status).toBe("good");
    await setAtTwilio(organization, { authToken: "1".repeat(32) });
    expect((await look(organization, "twilio-account", at(20)))?.status).toBe("good");
    expect((await look(organization, "twilio-account", { ...at(21), askTwilio: true }))?.status).toBe("broken");
    await setAtTwilio(organization, {});
    // Two minutes later by itself, because something was wrong.
    expect((await look(organization, "twilio-account", at(22)))?.status).toBe("broken");
    expect((await look(organization, "twilio-account", at(24)))?.status).toBe("good");
    await organization.db.whatsAppApp.updateMany({ data: { number: "+15550001234" } });
    forgetChannel({ ...organization.app, number: organization.twilio.number });
    expect((await look(organization, "sender", at(25)))?.status).toBe("broken");
  });

  it("is not looked at twice within ten seconds, however often somebody asks", async () => {
    const { db } = await connected();
    const now = new Date();
    await checkNow(db, now);
    await expect(checkNow(db, new Date(now.getTime() + 4_000))).rejects.toMatchObject({
      code: "too_many_requests",
      message: expect.stringContaining("Try again in 6 s"),
    });
    await checkNow(db, new Date(now.getTime() + 11_000));
  });

  it("is summed up in a sentence, which says when something needs somebody", async () => {
    const organization = await connected();
    const { db } = organization;
    const summary = async () => {
      await runChecks(db, { askTwilio: true });
      return sumUp(db, await readHealth(db, utcWording()));
    };
    expect(await summary()).toMatchObject({ sentence: "Everything works.", need: "", broken: false });
    await setAtTwilio(organization, { authToken: "3".repeat(32) });
    await outbound(organization, "read");
    expect(await summary()).toEqual({
      sentence: "Customers may be left without an answer.",
      need: "One thing needs you.",
      broken: true,
      proof: expect.stringMatching(/^The last reply went out \d+ s ago and was read\.$/),
    });
  });

  it("has nothing checked before there is an app, and nothing left of one that is gone", async () => {
    const organization = await connected();
    await runChecks(organization.db);
    await organization.db.whatsAppApp.updateMany({ data: { publishedVersionId: null } });
    await organization.db.appVersion.deleteMany();
    await organization.db.whatsAppApp.deleteMany();
    await runChecks(organization.db);
    expect(await readHealth(organization.db, utcWording())).toEqual([]);
  });
});

describe("the last 24 hours", () => {
  it("keep the worst of each half-hour, and forget what is older", async () => {
    const organization = await connected();
    const halfHour = 30 * minute;
    const start = Math.ceil(Date.now() / halfHour) * halfHour;
    const at = (minutes: number) => ({ now: new Date(start + minutes * minute) });
    await organization.db.whatsAppApp.updateMany({ data: { mode: "paused", pausedAt: new Date() } });
    await look(organization, "assistant", at(1));
    await organization.db.whatsAppApp.updateMany({ data: { mode: "open" } });
    await look(organization, "assistant", at(2));
    const samples = (await look(organization, "assistant", at(31)))?.samples;
    expect(samples).toHaveLength(48);
    expect(samples?.slice(-3)).toEqual([null, "look", "good"]);
    const nextDay = await look(organization, "assistant", at(26 * 60));
    expect(nextDay?.samples.filter(Boolean)).toEqual(["good"]);
    expect(await organization.db.healthSample.count({ where: { check: "assistant" } })).toBe(1);
  });
});
