import pg from "pg";
import { expectNoViolations } from "./panel";
import { expect, test } from "./test";

test("what the assistant handed over and noted is on the thread, until somebody marks it reviewed", async ({
  page,
  signIn,
  customer,
  stack,
}) => {
  const name = `Handed ${customer.number.slice(-6)}`;
  await customer.write("The lamp came broken.", { profileName: name });
  await customer.answers();
  await handOver(stack.databaseUrl, name);
  await signIn();
  await page.locator("[data-row]").filter({ hasText: name }).click();

  const banner = page.getByText("is waiting for a person").locator("..");
  await expect(page.getByText("Wants a refund.")).toBeVisible();
  await expect(page.getByText("Ordered on Monday; it came broken.")).toBeVisible();
  const menu = page.locator("#thread-menu");
  await page.getByRole("button", { name: "More" }).click();
  await expect(menu.getByRole("term")).toHaveText(["order number"]);
  await expect(menu.getByRole("definition")).toHaveText(["4711"]);
  await expectNoViolations(page);
  await page.keyboard.press("Escape");

  await page.keyboard.press("e");
  await expect(page.locator("[data-review][aria-pressed=true]")).toBeVisible();
  await expect(banner).toHaveCount(0);
  await expect(page.getByText("Wants a refund.")).toHaveCount(0);
});

/** As the tools hand_over and set_contact_fields leave it. */
async function handOver(databaseUrl: string, name: string): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query(`UPDATE "Contact" SET "fields" = '{"order_number": "4711"}' WHERE "displayName" = $1`, [name]);
  await client.query(
    `UPDATE "Conversation" SET "needsPersonAt" = now(), "needsPersonReason" = 'Wants a refund.',
       "needsPersonSummary" = 'Ordered on Monday; it came broken.'
     WHERE "contactId" = (SELECT "id" FROM "Contact" WHERE "displayName" = $1)`,
    [name],
  );
  await client.end();
}
