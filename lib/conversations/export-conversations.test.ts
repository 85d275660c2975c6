import { beforeAll, describe, expect, test } from "vitest";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { exportConversations } from "./export-conversations";
import { addNote } from "./notes";
import type { ConversationFilter, ExportFormat } from "./schema";
import { makeConversation, makeReplyRun } from "./test-conversation";

let organization: TestOrganization;
let priya: Awaited<ReturnType<typeof makeConversation>>;

beforeAll(async () => {
  organization = await makeOrganization();
  priya = await makeConversation(organization, { displayName: '=HYPERLINK("http://evil")', phone: "+447700900142" });
  const marcus = await makeConversation(organization, { displayName: "Marcus", lastMessageAt: new Date(0) });
  await marcus.hears("Hello");
  await priya.hears('=1+1, "quoted"\nsecond line', { seq: 1 });
  const { id: replyRunId } = await makeReplyRun(organization, priya.id, {
    inputTokens: 10,
    outputTokens: 2,
    costMicros: 18n,
  });
  await priya.says("Part one", { replyRunId, turn: 1, part: 0 });
  await priya.says("Part two", { replyRunId, turn: 1, part: 1, deliveryState: "failed", errorCode: 63016 });
  await addNote(organization.db, organization.owner, priya.id, "@SUM(A1) is a regular");
});

async function exported(format: ExportFormat, filter: ConversationFilter = {}) {
  return (await exportConversations(organization.db, organization.owner, { format, filter })).text();
}

describe("an export", () => {
  test("as CSV has a row for each message and note; nothing in it runs in a spreadsheet", async () => {
    const csv = await exported("csv", { ids: [priya.id] });
    expect(csv).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(csv).toContain(`"'=1+1, ""quoted""\nsecond line"`);
    expect(csv).toContain("'@SUM(A1) is a regular");
    expect(csv).toContain("'+44 7700 900142");
    expect(csv.trimEnd().split("\r\n")).toHaveLength(5);
  });

  test("as JSON has each conversation with its messages; tokens and cost stand once an answer", async () => {
    const { conversations } = JSON.parse(await exported("json"));
    expect(conversations.map((one: { customer: string }) => one.customer)).toEqual([
      '=HYPERLINK("http://evil")',
      "Marcus",
    ]);
    const [{ messages, notes }] = conversations;
    expect(notes).toMatchObject([{ text: "@SUM(A1) is a regular", authorName: "Olive Owner" }]);
    expect(
      messages.map((message: Record<string, unknown>) => [message.text, message.costMicros, message.errorCode]),
    ).toEqual([
      ['=1+1, "quoted"\nsecond line', null, null],
      ["Part one", 18, null],
      ["Part two", null, 63016],
    ]);
  });

  test("of nothing is a file all the same", async () => {
    expect(JSON.parse(await exported("json", { q: "unicycle" }))).toEqual({ conversations: [] });
    expect((await exported("csv", { q: "unicycle" })).trim().split("\r\n")).toHaveLength(1);
  });

  test("leaves an entry in the audit log, without the words that were searched", async () => {
    await exported("json", { q: "secret words", status: "waiting" });
    const entry = await organization.db.auditEntry.findFirst({
      where: { action: "conversations.exported" },
      orderBy: { id: "desc" },
    });
    expect(entry).toMatchObject({
      actorName: "Olive Owner",
      subject: "JSON",
      after: { status: "waiting", search: "yes" },
    });
    expect(JSON.stringify(entry)).not.toContain("secret words");
  });

  test("never has another organisation's conversations", async () => {
    const other = await makeOrganization();
    const file = await exportConversations(other.db, other.owner, { format: "json", filter: { ids: [priya.id] } });
    expect(await file.json()).toEqual({ conversations: [] });
  });
});
