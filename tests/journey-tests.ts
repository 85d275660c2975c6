import { afterAll, beforeAll, expect, it } from "vitest";
import { liftKillSwitch, throwKillSwitch } from "@/lib/assistant/kill-switch";
import { pauseAssistant } from "@/lib/assistant/pause-assistant";
import { replySteps } from "@/lib/conversations/receipt-schema";
import { writeEvent } from "@/lib/outbox";
import type { TestOrganization } from "./make-organization";
import { eventually, type Pipeline, startPipeline } from "./pipeline";

const customer = "+447700900142";

/** What must hold of the journey whichever way the job server behaves. */
export function journeyTests(options: { chaos: boolean }): void {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await startPipeline(options);
  });
  afterAll(() => pipeline.close());

  const delivered = async (organization: TestOrganization, count: number, to = customer) =>
    eventually(async () => {
      const sent = await pipeline.sentTo(organization, to);
      return sent.length >= count && sent.every((message) => message.status === "read") && sent;
    });

  /** Nothing is left to answer, to send or to resolve. */
  const quiet = ({ db }: TestOrganization) =>
    eventually(async () => {
      const open = await db.message.count({ where: { deliveryState: { in: ["pending", "sending", "unknown"] } } });
      const conversations = await db.conversation.findMany();
      return open === 0 && conversations.every(({ inboundSeq, answeredSeq }) => inboundSeq === answeredSeq);
    });

  it("stores the message, answers it with the organisation's model, and keeps what it took", async () => {
    const organization = await pipeline.organization();
    await pipeline.write(organization, customer, "Hello, ref ABC123", { profileName: "Priya" });
    const [answer] = await delivered(organization, 1);
    expect(answer?.body).toContain("ref ABC123");

    const stored = await eventually(async () => {
      const messages = await organization.db.message.findMany({ orderBy: { id: "asc" } });
      return messages.at(-1)?.deliveryState === "read" && messages;
    });
    expect(stored).toMatchObject([
      { direction: "inbound", author: "customer", text: "Hello, ref ABC123", seq: 1 },
      { direction: "outbound", author: "assistant", turn: 1, part: 0, providerSid: answer?.sid, errorCode: null },
    ]);
    // A job server that repeats itself makes several attempts, of which one answers.
    const answering = await organization.db.replyRun.findMany({ where: { outcome: "answered" } });
    expect(answering).toMatchObject([{ model: "test-model", finishReason: "stop", errorKind: null }]);
    const [run] = answering;
    expect(run?.inputTokens).toBeGreaterThan(0);
    expect(run?.costMicros).toBeGreaterThan(0n);
    const statuses = (await organization.db.deliveryEvent.findMany()).map((event) => event.status);
    expect(statuses).toEqual(expect.arrayContaining(["sent", "delivered", "read"]));
  });

  it("stores one message and makes one reply of ten copies that arrive at once", async () => {
    const organization = await pipeline.organization();
    const result = await pipeline.write(organization, customer, "ref TEN-1", { copies: 10 });
    expect(result.accepted).toBe(true);
    await delivered(organization, 1);
    await quiet(organization);
    expect(await organization.db.message.count({ where: { direction: "inbound" } })).toBe(1);
    expect(await pipeline.sentTo(organization, customer)).toHaveLength(1);
  });

  it("answers three quick messages with one reply", async () => {
    const organization = await pipeline.organization({ settleMs: 1_200 });
    for (const ref of ["one", "two", "three"]) await pipeline.write(organization, customer, `ref ${ref}`);
    const [answer] = await delivered(organization, 1);
    await quiet(organization);
    for (const ref of ["one", "two", "three"]) expect(answer?.body).toContain(`ref ${ref}`);
    expect(await pipeline.sentTo(organization, customer)).toHaveLength(1);
  });

  it("drops the answer to a message that is followed by another, and answers both together", async () => {
    const organization = await pipeline.organization();
    await pipeline.write(organization, customer, "slow ref first");
    await eventually(() => organization.db.replyRun.count({ where: { outcome: "running" } }));
    await pipeline.write(organization, customer, "ref second");
    const [answer] = await delivered(organization, 1);
    await quiet(organization);
    expect(answer?.body).toMatch(/ref first[\s\S]*ref second/);
    expect(await pipeline.sentTo(organization, customer)).toHaveLength(1);
    const outcomes = (await organization.db.replyRun.findMany({ orderBy: { id: "asc" } })).map((run) => run.outcome);
    expect(outcomes.at(-1)).toBe("answered");
    expect(outcomes.slice(0, -1)).toContain("superseded");
  });

  it("says nothing once a person has taken over while the model was writing", async () => {
    const organization = await pipeline.organization();
    const { db, organizationId } = organization;
    await pipeline.write(organization, customer, "slow ref overtaken");
    const run = await eventually(() => db.replyRun.findFirst({ where: { outcome: "running" } }));
    await db.conversation.update({ where: { id: run.conversationId }, data: { mode: "human" } });
    await db.$transaction((tx) =>
      writeEvent(tx, "conversation/taken.over", { organizationId, conversationId: run.conversationId }),
    );
    await fetch(`${pipeline.jobsUrl}/idle?timeout=15000`);
    expect(await pipeline.sentTo(organization, customer)).toEqual([]);
    expect(await db.message.count({ where: { direction: "outbound" } })).toBe(0);
  });

  it("does not send what was being written when the assistant was paused, and says the pause's text once", async () => {
    const organization = await pipeline.organization();
    const { db, owner } = organization;
    await pipeline.write(organization, customer, "slow ref paused");
    await eventually(() => db.replyRun.findFirst({ where: { outcome: "running" } }));
    await pauseAssistant(db, { text: "We are away." }, owner);
    await delivered(organization, 1);
    await pipeline.write(organization, customer, "Anybody?");
    await quiet(organization);
    expect((await pipeline.sentTo(organization, customer)).map((message) => message.body)).toEqual(["We are away."]);
    // A claim that the job server repeats supersedes the one before.
    const outcomes = (await db.replyRun.findMany()).map((run) => run.outcome);
    expect(outcomes).toContain("paused");
    expect(outcomes.filter((outcome) => !["paused", "superseded"].includes(outcome))).toEqual([]);
    expect(await db.conversation.findFirst()).toMatchObject({ needsPersonReason: "The assistant is paused." });
  });

  it("lets a model of another key answer while the provider of the first is down, and tells so in the receipt", async () => {
    const organization = await pipeline.organization({ model: "acme-broken" });
    const { db, organizationId, providerKey, version } = organization;
    const { id: _, plaintext: __, ...columns } = providerKey;
    const key = await db.providerKey.create({ data: columns });
    const standIn = await db.organizationModel.create({
      data: { organizationId, providerKeyId: key.id, model: "acme-demo", label: "Stand-in" },
    });
    await db.appVersion.update({ where: { id: version.id }, data: { fallbackModelIds: [standIn.id] } });
    await pipeline.write(organization, customer, "ref STANDIN");
    expect((await delivered(organization, 1)).map(({ body }) => body)).toEqual([
      expect.stringContaining("ref STANDIN"),
    ]);
    const run = await db.replyRun.findFirstOrThrow({ where: { outcome: "answered" } });
    expect(run).toMatchObject({ model: "acme-demo", errorKind: null });
    expect(replySteps.parse(run.steps)[0]?.attempts).toMatchObject([
      { model: "acme-broken", outcome: "failed" },
      { model: "acme-demo", outcome: "answered", error: null },
    ]);
  });

  it("answers everybody with the fixed text once the kill switch is thrown, also where a reply was being written", async () => {
    const organization = await pipeline.organization();
    const { db, owner } = organization;
    const bodies = async (to = customer) => (await pipeline.sentTo(organization, to)).map((message) => message.body);
    await pipeline.write(organization, customer, "slow ref killed");
    await eventually(() => db.replyRun.findFirst({ where: { outcome: "running" } }));
    await throwKillSwitch(db, { text: "A person answers." }, owner);
    await eventually(async () => (await bodies()).length > 0);
    await pipeline.write(organization, customer, "Anybody?");
    await pipeline.write(organization, "+447700900143", "ref other");
    await delivered(organization, 2);
    await delivered(organization, 1, "+447700900143");
    await quiet(organization);
    expect(await bodies()).toEqual(["A person answers.", "A person answers."]);
    expect(await bodies("+447700900143")).toEqual(["A person answers."]);
    const outcomes = (await db.replyRun.findMany()).map((run) => run.outcome);
    expect(outcomes.filter((outcome) => !["fixed", "superseded"].includes(outcome))).toEqual([]);

    await liftKillSwitch(db, owner);
    await pipeline.write(organization, customer, "ref lifted");
    expect((await delivered(organization, 3)).at(-1)?.body).toContain("ref lifted");
  });

  it("says the disclosure in the first answer to a customer and never again", async () => {
    const organization = await pipeline.organization();
    const { db, version } = organization;
    await db.appVersion.update({ where: { id: version.id }, data: { disclosureText: "An assistant answers." } });
    await pipeline.write(organization, customer, "ref FIRST");
    await delivered(organization, 1);
    await pipeline.write(organization, customer, "ref SECOND");
    const answers = await delivered(organization, 2);
    expect(answers.filter((message) => message.body.includes("An assistant answers."))).toHaveLength(1);
    expect(answers[0]?.body).toMatch(/^An assistant answers\.\n\n/);
  });

  it("answers many customers at once, each of them once", async () => {
    const organization = await pipeline.organization();
    const customers = Array.from({ length: 20 }, (_, index) => `+4477009${String(index).padStart(5, "0")}`);
    await Promise.all(
      customers.map((from) => pipeline.write(organization, from, `ref ${from.slice(1)}`, { copies: 2 })),
    );
    await quiet(organization);
    await quiet(organization);
    const { customers: counted } = await pipeline.control("stats");
    for (const to of customers) {
      const own = counted.filter((stats: { customer: string }) => stats.customer.includes(to));
      expect(own).toMatchObject([{ replies: 1, repeated: [] }]);
    }
  });
}
