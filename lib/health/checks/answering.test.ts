import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { liftKillSwitch, throwKillSwitch } from "@/lib/assistant/kill-switch";
import { makeReplyRun } from "@/lib/conversations/test-conversation";
import type { TestOrganization } from "@/tests/make-organization";
import { connected, conversation, look, startHealthStage } from "../test-stage";

const minute = 60_000;
let twilio: Awaited<ReturnType<typeof startHealthStage>>;
beforeAll(async () => {
  twilio = await startHealthStage();
});
afterAll(() => twilio.close());

describe("the kill switch", () => {
  it("wants a look while it is on", async () => {
    const organization = await connected();
    await throwKillSwitch(organization.db, { text: "A person answers." }, organization.owner);
    expect(await look(organization, "assistant")).toMatchObject({
      status: "look",
      sentence: expect.stringMatching(/^The kill switch has been on since/),
    });
  });

  it("is seen to be on, and to be lifted, without waiting for the next check", async () => {
    const organization = await connected();
    const { db, owner } = organization;
    const status = async () => (await db.healthCheck.findFirstOrThrow({ where: { check: "assistant" } })).status;
    await look(organization, "assistant");
    await throwKillSwitch(db, { text: "A person answers." }, owner);
    expect(await status()).toBe("look");
    await liftKillSwitch(db, owner);
    expect(await status()).toBe("good");
  });
});

describe("stand-in models", () => {
  async function answer(organization: TestOrganization, fields: object) {
    const { id } = await conversation(organization);
    return makeReplyRun(organization, id, fields);
  }

  it("are well while the first model answers, and say when there are none", async () => {
    const organization = await connected();
    await answer(organization, {});
    expect(await look(organization, "stand-ins")).toMatchObject({
      status: "good",
      sentence: "No model stands in for test-model: if it fails, customers get the fallback text.",
    });
    const { db, version, model } = organization;
    await db.appVersion.update({ where: { id: version.id }, data: { fallbackModelIds: [model.id] } });
    expect(await look(organization, "stand-ins")).toMatchObject({
      sentence: "test-model gives the answers itself; 1 model stands ready.",
    });
  });

  it("want a look once one has answered: how often, since when and why", async () => {
    const organization = await connected();
    const steps = [
      {
        kind: "model",
        ms: 900,
        attempts: [
          { model: "test-model", ms: 20, outcome: "failed", error: "The provider was down." },
          { model: "spare", ms: 880, outcome: "answered", error: null },
        ],
      },
    ];
    await answer(organization, { startedAt: new Date(Date.now() - 200 * minute), model: "spare" });
    await answer(organization, {});
    await answer(organization, { model: "spare", startedAt: new Date(Date.now() - 5 * minute) });
    await answer(organization, { model: "spare", steps });
    await answer(organization, { model: "spare", outcome: "failed" });
    expect(await look(organization, "stand-ins")).toMatchObject({
      status: "look",
      sentence: expect.stringMatching(/^2 answers came from a stand-in since/),
      whatHappened: expect.stringContaining("The provider was down."),
      facts: expect.arrayContaining([
        { term: "spare", detail: "2 answers" },
        { term: "Last 3 hours", detail: "3 answers" },
      ]),
    });
  });
});

describe("the circuit breaker of the model's key", () => {
  const open = (openUntil: Date) => ({ openUntil, openedAt: new Date(), openedBecause: "The provider had a fault." });

  it("wants a look while it is open, and while a call is let through to see", async () => {
    const organization = await connected();
    for (const ms of [20_000, -10_000]) {
      await organization.db.providerKey.updateMany({ data: open(new Date(Date.now() + ms)) });
      expect(await look(organization, "model-key")).toMatchObject({
        status: "look",
        whatHappened: expect.stringMatching(/The provider had a fault\. .*circuit breaker is open/),
        facts: expect.arrayContaining([expect.objectContaining({ term: "Circuit breaker" })]),
      });
    }
  });

  it("is not taken for open when the process that wrote so has long ended", async () => {
    const organization = await connected();
    await organization.db.providerKey.updateMany({ data: open(new Date(Date.now() - 10 * minute)) });
    expect(await look(organization, "model-key")).toMatchObject({ status: "good" });
  });
});
