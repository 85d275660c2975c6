import { expect, test } from "vitest";
import { makeOrganization } from "@/tests/make-organization";
import { tenantQuery } from "./tenant-query";

test("a statement is asked of one organisation", async () => {
  const [mine, theirs] = [await makeOrganization(), await makeOrganization()];
  const statement = 'SELECT "id" FROM "WhatsAppApp" WHERE "organizationId" = $1 AND "id" = ANY($2::uuid[])';
  expect(await tenantQuery(mine.db, statement, [[mine.app.id, theirs.app.id]])).toEqual([{ id: mine.app.id }]);
});

test("a statement that does not ask for the organisation is refused", async () => {
  const { db } = await makeOrganization();
  await expect(tenantQuery(db, 'SELECT "id" FROM "WhatsAppApp"')).rejects.toThrow("belongs to no organisation");
});
