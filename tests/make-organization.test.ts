import { expect, test } from "vitest";
import { makeOrganization } from "./make-organization";

test("two organizations of two tests do not see each other's rows", async () => {
  const [first, second] = [await makeOrganization(), await makeOrganization()];
  expect(await first.db.whatsAppApp.findMany({ select: { id: true } })).toEqual([{ id: first.app.id }]);
  expect(await second.db.whatsAppApp.findUnique({ where: { id: first.app.id } })).toBeNull();
});
