import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { throwKillSwitch } from "@/lib/assistant/kill-switch";
import { pauseAssistant } from "@/lib/assistant/pause-assistant";
import { runToolCall } from "@/lib/assistant/run-tool-call";
import { getReceipt } from "@/lib/conversations/get-receipt";
import { decideToolCall } from "@/lib/plugins/decide-tool-call";
import { listWaitingCalls } from "@/lib/plugins/list-waiting-calls";
import { connectPlugin } from "@/lib/plugins/plugins";
import { startEverything } from "@/lib/plugins/test-everything";
import { listTools, setTool } from "@/lib/plugins/tools";
import { wakeForgotten } from "@/lib/sweeper";
import type { TestOrganization } from "./make-organization";
import { eventually, type Pipeline, startPipeline } from "./pipeline";
import { startToolServer } from "./tool-server";

const customer = "+447700900142";

/** What must hold of the rounds of models and tools whichever way the job server behaves. */
export function toolLoopTests({ chaos }: { chaos: boolean }): void {
  let pipeline: Pipeline;
  let shop: Awaited<ReturnType<typeof startToolServer>>;
  /** By organisation: which of the job server's calls that concern it lose their answer. */
  const losses = new Map<string, { at: number; seen: number }>();

  beforeAll(async () => {
    shop = await startToolServer();
    pipeline = await startPipeline({
      chaos,
      losesAnswer(path, body) {
        if (path !== "/api/inngest") return false;
        const loss = [...losses].find(([organizationId]) => body.includes(organizationId))?.[1];
        return loss !== undefined && loss.seen++ === loss.at;
      },
    });
  });
  afterAll(async () => {
    await pipeline.close();
    await shop.close();
  });

  type Permissions = Record<string, "allow" | "ask">;

  const withShop = (permissions: Permissions, more: { maxToolSteps?: number } = {}) =>
    withPlugin("Shop", shop.url, permissions, more);

  /** An organisation whose published version uses these tools of a server. */
  async function withPlugin(name: string, url: string, permissions: Permissions, more: { maxToolSteps?: number } = {}) {
    const organization = await pipeline.organization();
    const { db, owner, version } = organization;
    const plugin = await connectPlugin(db, { name, url }, owner);
    for (const { name, hash } of await listTools(db, plugin.id)) {
      const permission = permissions[name];
      if (permission && hash) await setTool(db, plugin.id, name, { permission, hash }, owner);
    }
    const enabledTools = { [plugin.id]: Object.keys(permissions) };
    await db.appVersion.update({
      where: { id: version.id },
      data: { enabledPluginIds: [plugin.id], ...more, enabledTools },
    });
    return { ...organization, plugin };
  }

  const bodies = async (organization: TestOrganization, count: number) =>
    eventually(async () => {
      const sent = await pipeline.sentTo(organization, customer);
      return sent.length >= count && sent.map((message) => message.body);
    });

  const waiting = ({ db }: TestOrganization) =>
    eventually(() => db.toolCall.findFirst({ where: { state: "waiting" } }));

  const quiet = ({ db }: TestOrganization) =>
    eventually(async () => {
      const open = await db.message.count({ where: { deliveryState: { in: ["pending", "sending", "unknown"] } } });
      const conversations = await db.conversation.findMany();
      return open === 0 && conversations.every(({ inboundSeq, answeredSeq }) => inboundSeq === answeredSeq);
    });

  it("answers with what tools gave, and the receipt shows the rounds", async () => {
    const organization = await withShop({ look_up: "allow", charge: "allow" });
    const { db } = organization;
    const [one, two] = [`one-${chaos}`, `two-${chaos}`];
    const words = `call shop__look_up {"order":"${one}"}; call shop__look_up {"order":"${two}"} then call shop__charge {"order":"${one}"}`;
    await pipeline.write(organization, customer, words);
    const [answer] = await bodies(organization, 1);
    for (const said of [`look_up of ${one} is done`, `look_up of ${two} is done`, `charge of ${one} is done`])
      expect(answer).toContain(said);
    await quiet(organization);
    const run = await db.replyRun.findFirstOrThrow({ where: { outcome: "answered" } });
    const { rounds, tokens, cost } = await getReceipt(db, run.conversationId, run.id);
    expect(rounds.map(({ tools }) => tools.map(({ name, state }) => [name, state]))).toEqual([
      [
        ["look_up", "done"],
        ["look_up", "done"],
      ],
      [["charge", "done"]],
      [],
    ]);
    expect(tokens.input).toBe(rounds.reduce((sum, { model }) => sum + (model?.inputTokens ?? 0), 0));
    expect(cost?.lines.reduce((sum, { micros }) => sum + micros, 0)).toBe(cost?.totalMicros);
    expect(shop.callsFor(one).filter(({ tool }) => tool === "charge")).toHaveLength(1);
    const charged = await db.toolCall.findFirstOrThrow({ where: { toolName: "charge" } });
    expect(shop.callsFor(one).find(({ tool }) => tool === "charge")?.idempotencyKey).toBe(charged.id);
  });

  it("takes a customer's question to the MCP project's own server and its answer back", async () => {
    const everything = await startEverything("streamableHttp");
    try {
      const organization = await withPlugin("Everything", everything.url, { echo: "allow" });
      await pipeline.write(organization, customer, `call everything__echo {"message":"parcel 42"}`);
      expect((await bodies(organization, 1))[0]).toContain("Echo: parcel 42");
    } finally {
      await everything.stop();
    }
  });

  it("shows the model only the tools of the published version, and none where none are enabled", async () => {
    const organization = await withShop({ look_up: "allow" });
    await pipeline.write(organization, customer, `call shop__charge {"order":"x"}`);
    expect((await bodies(organization, 1))[0]).toContain("There is no tool shop__charge.");
    await organization.db.appVersion.updateMany({ data: { enabledPluginIds: [] } });
    await pipeline.write(organization, customer, `call shop__look_up {"order":"x"}`);
    expect((await bodies(organization, 2))[1]).toContain("There is no tool shop__look_up.");
    expect(await organization.db.toolCall.count()).toBe(0);
  });

  it("does not run a finished call again when the customer writes before the answer: the model is shown what it gave", async () => {
    const organization = await withShop({ charge: "allow" });
    const order = `again-${chaos}`;
    shop.hold();
    await pipeline.write(organization, customer, `call shop__charge {"order":"${order}"}`);
    await eventually(async () => shop.callsFor(order).length > 0);
    await pipeline.write(organization, customer, "ref SECOND");
    shop.release();
    const [answer] = await bodies(organization, 1);
    await quiet(organization);
    expect(await pipeline.sentTo(organization, customer)).toHaveLength(1);
    expect(answer).toContain("ref SECOND");
    expect(shop.callsFor(order)).toHaveLength(1);
  });

  it("gives the model an honest error, and takes a tool away that failed twice", async () => {
    const organization = await withShop({ fail: "allow" });
    const order = `closed-${chaos}`;
    const use = `call shop__fail {"order":"${order}"}`;
    await pipeline.write(organization, customer, `${use} then ${use} then ${use}`);
    const [answer] = await bodies(organization, 1);
    expect(answer).toContain("The shop is closed.");
    expect(answer).toContain("There is no tool shop__fail.");
    expect(shop.callsFor(order)).toHaveLength(2);
  });

  it("stops asking for tools after the version's number of steps", async () => {
    const organization = await withShop({ look_up: "allow" }, { maxToolSteps: 1 });
    const order = `steps-${chaos}`;
    const use = `call shop__look_up {"order":"${order}"}`;
    await pipeline.write(organization, customer, `${use} then ${use}`);
    await quiet(organization);
    expect(shop.callsFor(order)).toHaveLength(1);
  });

  it("answers with the kill switch's text at once although a tool is still at work", async () => {
    const organization = await withShop({ charge: "allow" });
    const { db, owner } = organization;
    const order = `stopped-${chaos}`;
    shop.hold();
    try {
      await pipeline.write(organization, customer, `call shop__charge {"order":"${order}"}`);
      await eventually(async () => shop.callsFor(order).length > 0);
      await throwKillSwitch(db, { text: "A person will answer you." }, owner);
      expect(await bodies(organization, 1)).toEqual(["A person will answer you."]);
    } finally {
      shop.release();
    }
    await quiet(organization);
    expect(await pipeline.sentTo(organization, customer)).toHaveLength(1);
    expect(shop.callsFor(order)).toHaveLength(1);
  });

  describe("a tool that asks first", () => {
    const asks = async (order: string) => {
      const organization = await withShop({ charge: "ask" });
      await pipeline.write(organization, customer, `call shop__charge {"order":"${order}"}`);
      const call = await waiting(organization);
      expect(await bodies(organization, 1)).toEqual(["One moment, a colleague is checking this for you."]);
      await quiet(organization);
      expect(shop.callsFor(order)).toEqual([]);
      return { organization, call };
    };

    it("is carried out once a person approves, and the assistant goes on", async () => {
      const order = `approved-${chaos}`;
      const { organization, call } = await asks(order);
      await decideToolCall(organization.db, call.id, { decision: "approve", note: "" }, organization.owner);
      const sent = await bodies(organization, 2);
      expect(sent[1]).toContain(`charge of ${order} is done`);
      await quiet(organization);
      expect(await pipeline.sentTo(organization, customer)).toHaveLength(2);
      expect(shop.callsFor(order)).toHaveLength(1);
      await expect(
        decideToolCall(organization.db, call.id, { decision: "refuse" }, organization.owner),
      ).rejects.toMatchObject({ code: "conflict" });
    });

    it("is not carried out when a person refuses: the assistant is told, with the reason", async () => {
      const order = `refused-${chaos}`;
      const { organization, call } = await asks(order);
      const decision = { decision: "refuse", note: "Too much." } as const;
      await decideToolCall(organization.db, call.id, decision, organization.owner);
      const sent = await bodies(organization, 2);
      expect(sent[1]).toMatch(/refused this call[\s\S]*Too much\./);
      expect(shop.callsFor(order)).toEqual([]);
    });

    it("is not carried out when nobody decides in time, and a person is asked to look", async () => {
      const order = `expired-${chaos}`;
      const { organization, call } = await asks(order);
      const { db } = organization;
      const yesterday = new Date(Date.now() - 23.5 * 3_600_000);
      await db.toolCall.update({ where: { id: call.id }, data: { expiresAt: yesterday } });
      await db.conversation.updateMany({ data: { lastInboundAt: yesterday } });
      await wakeForgotten();
      const sent = await bodies(organization, 2);
      expect(sent[1]).toContain("Nobody approved this call in time");
      expect(shop.callsFor(order)).toEqual([]);
      expect((await db.conversation.findFirstOrThrow()).needsPersonReason).toContain("Nobody decided");
    });

    it("leaves the assistant free to answer other questions, and is told of once", async () => {
      const order = `meanwhile-${chaos}`;
      const { organization, call } = await asks(order);
      await pipeline.write(organization, customer, "ref MEANWHILE");
      const sent = await bodies(organization, 2);
      expect(sent[1]).toContain("ref MEANWHILE");
      await decideToolCall(organization.db, call.id, { decision: "approve" }, organization.owner);
      expect((await bodies(organization, 3))[2]).toContain(`charge of ${order} is done`);
      expect(shop.callsFor(order)).toHaveLength(1);
    });

    it("is not approved while the assistant is paused, so that nothing is promised that does not happen", async () => {
      const { organization, call } = await asks(`paused-${chaos}`);
      const { db, owner } = organization;
      await pauseAssistant(db, { text: "" }, owner);
      await expect(decideToolCall(db, call.id, { decision: "approve" }, owner)).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining("Open the desk"),
      });
      expect(await db.toolCall.findFirst()).toMatchObject({ state: "waiting" });
    });

    it("is not approved once its tool is denied, and the page says so", async () => {
      const order = `denied-${chaos}`;
      const { organization, call } = await asks(order);
      const { db, owner } = organization;
      await setTool(db, call.pluginId, call.toolName, { permission: "deny" }, owner);
      const [waiting] = await listWaitingCalls(db);
      expect(waiting?.hindrance).toContain("may not use this tool any more");
      await expect(decideToolCall(db, call.id, { decision: "approve" }, owner)).rejects.toMatchObject({
        code: "conflict",
        message: waiting?.hindrance,
      });
      await decideToolCall(db, call.id, { decision: "refuse" }, owner);
      expect((await bodies(organization, 2))[1]).toContain("refused this call");
      expect(shop.callsFor(order)).toEqual([]);
    });

    it("is approved as what it was when it was asked for: another definition by that name is another tool", async () => {
      const order = `changed-${chaos}`;
      const { organization, call } = await asks(order);
      const { db, owner } = organization;
      // The server has changed it meanwhile, and the owner has ticked it anew.
      const changed = { pinnedHash: "another", listedHash: "another" };
      await db.pluginTool.updateMany({ where: { name: call.toolName }, data: changed });
      await expect(decideToolCall(db, call.id, { decision: "approve" }, owner)).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining("was changed after this was asked for"),
      });
      expect(await db.toolCall.findFirst()).toMatchObject({ state: "waiting" });
    });

    it("is not carried out once approved when its definition changed before that", async () => {
      const order = `changed-late-${chaos}`;
      const { organization, call } = await asks(order);
      const { db } = organization;
      await db.conversation.updateMany({ data: { answeredSeq: 0 } });
      const approved = { state: "approved" as const, decidedAt: new Date(), definitionHash: "another" };
      await db.toolCall.update({ where: { id: call.id }, data: approved });
      await runToolCall(db, call.id, call.replyRunId ?? "");
      expect(await db.toolCall.findUnique({ where: { id: call.id } })).toMatchObject({
        state: "failed",
        error: expect.stringContaining("was changed after a person had been asked"),
      });
      expect(shop.callsFor(order)).toEqual([]);
    });

    it("is nobody else's to decide", async () => {
      const { call } = await asks(`stranger-${chaos}`);
      const stranger = await pipeline.organization();
      await expect(decideToolCall(stranger.db, call.id, { decision: "approve" }, stranger.owner)).rejects.toMatchObject(
        { code: "not_found" },
      );
    });
  });

  it("runs no tool twice and answers once, whichever answer to the job server is lost", async () => {
    const steps = 9;
    await Promise.all(
      Array.from({ length: steps }, async (_, at) => {
        const organization = await withShop({ look_up: "allow", charge: "allow" });
        const order = `lost-${chaos}-${at}`;
        losses.set(organization.organizationId, { at, seen: 0 });
        await pipeline.write(
          organization,
          customer,
          `call shop__charge {"order":"${order}"} then call shop__look_up {"order":"${order}"}`,
        );
        const [answer] = await bodies(organization, 1);
        await quiet(organization);
        expect(answer, `answer ${at} lost`).toContain(`charge of ${order} is done`);
        expect(await pipeline.sentTo(organization, customer)).toHaveLength(1);
        expect(shop.callsFor(order).filter(({ tool }) => tool === "charge")).toHaveLength(1);
      }),
    );
  }, 120_000);

  it("does not repeat a call that was cut off and may have been carried out, and says so", async () => {
    const organization = await withShop({ charge: "allow" });
    const { db } = organization;
    const order = `cut-${chaos}`;
    shop.hold();
    await pipeline.write(organization, customer, `call shop__charge {"order":"${order}"}`);
    await eventually(async () => shop.callsFor(order).length > 0);
    const call = await db.toolCall.findFirstOrThrow();
    // As after a crash: the row says that it was begun, and nobody tells how it ended.
    await runToolCall(db, call.id, call.replyRunId ?? "");
    shop.release();
    const [answer] = await bodies(organization, 1);
    expect(answer).toContain("not known whether this was carried out");
    expect(await db.toolCall.findFirst()).toMatchObject({ state: "unknown", attempts: 1 });
    expect(shop.callsFor(order)).toHaveLength(1);
  });
}
