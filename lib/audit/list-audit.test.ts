import { beforeEach, expect, test } from "vitest";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { auditCsv } from "./audit-csv";
import { auditChoices, eachAuditEntry, listAudit } from "./list-audit";
import { recordAudit } from "./record-audit";

let organization: TestOrganization;
const ada = { id: "01990000-0000-7000-8000-00000000000a", name: "Ada", address: "192.0.2.1", userAgent: "Browser" };
const system = { id: null, name: "Frontdesk" };

beforeEach(async () => {
  organization = await makeOrganization();
  const { db } = organization;
  await recordAudit(db, ada, { action: "member.removed", subject: "=HYPERLINK()", before: { role: "agent" } });
  await recordAudit(db, ada, { action: "model.created", subject: "m", after: { model: "m" } });
  await recordAudit(db, system, { action: "member.joined", subject: "Bob" });
});

const actions = async (filter: object) =>
  (await listAudit(organization.db, { limit: 50, ...filter })).data.map(({ action }) => action);

test("the newest comes first, with who, from where, before and after", async () => {
  const { data } = await listAudit(organization.db, { limit: 50 });
  expect(data).toMatchObject([
    { action: "member.joined", actor: { userId: null, name: "Frontdesk" } },
    { action: "model.created", after: { model: "m" }, before: null },
    {
      action: "member.removed",
      actor: { userId: ada.id, name: "Ada" },
      before: { role: "agent" },
      address: "192.0.2.1",
    },
  ]);
});

test("it is narrowed by person, by action or thing, and by time", async () => {
  expect(await actions({ who: ada.id })).toEqual(["model.created", "member.removed"]);
  expect(await actions({ what: "member" })).toEqual(["member.joined", "member.removed"]);
  expect(await actions({ what: "member.joined", who: ada.id })).toEqual([]);
  expect(await actions({ from: new Date(Date.now() + 1000) })).toEqual([]);
  expect(await actions({ from: new Date(0), to: new Date(Date.now() + 1000) })).toHaveLength(3);
  expect(await actions({ to: new Date(0) })).toEqual([]);
  expect(await auditChoices(organization.db)).toEqual({
    people: [{ id: ada.id, name: "Ada" }],
    actions: ["member.joined", "member.removed", "model.created"],
  });
});

test("pages follow each other without a gap, also where entries are of one moment", async () => {
  const { db, organizationId } = organization;
  const createdAt = new Date("2026-01-01T00:00:00Z");
  const row = { organizationId, actorName: "A", action: "model.created", createdAt };
  await db.auditEntry.createMany({ data: Array.from({ length: 7 }, (_, n) => ({ ...row, subject: `${n}` })) });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAudit(db, { limit: 3, cursor });
    seen.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toHaveLength(10);
  expect(new Set(seen).size).toBe(10);
  await expect(listAudit(db, { limit: 3, cursor: "1' OR 1" })).rejects.toMatchObject({ code: "invalid" });
});

test("another organisation's entries are not in it, nor in its file and choices", async () => {
  const { db } = await makeOrganization();
  expect((await listAudit(db, { limit: 50 })).data).toEqual([]);
  expect(await auditChoices(db)).toEqual({ people: [], actions: [] });
  for await (const entry of eachAuditEntry(db, {})) throw new Error(entry.id);
});

test("as a file it has every entry, with formulas made harmless", async () => {
  const text = await auditCsv(organization.db, { what: "member" }).text();
  const lines = text.trimEnd().split("\r\n");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain("time,who,user id");
  expect(lines[2]).toContain(`Ada,${ada.id},,member.removed,'=HYPERLINK(),"{""role"":""agent""}",,192.0.2.1,Browser`);
});
