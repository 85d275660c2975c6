import { randomBytes } from "node:crypto";
import { callApi, invite, password, test } from "./members";
import { expectNoViolations, openPage } from "./panel";
import { expect } from "./test";

async function accessToken(baseURL: string, email: string): Promise<string> {
  const response = await fetch(`${baseURL}/auth/token`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  return (await response.json()).accessToken;
}

test("an agent joins by a link, sees conversations but no controls, is refused by the API, and is out once removed", async ({
  page,
  newMember,
  stack,
}) => {
  const { panelUrl: baseURL, organizationSlug: slug, organizationId } = stack;
  const agent = await newMember("agent");

  await agent.page.goto(`/${slug}/settings`);
  await expect(agent.page.getByRole("listitem").filter({ hasText: `${agent.name} (you)` })).toContainText("Agent");
  await expect(agent.page.getByRole("button", { name: /^(Invite|Change )/ })).toHaveCount(0);
  await expect(agent.page.getByRole("link", { name: "Audit log" })).toHaveCount(0);
  for (const path of ["settings/audit-log", "settings/audit-log/export"])
    expect((await agent.page.request.get(`/${slug}/${path}`)).status()).toBe(404);
  await agent.page.goto(`/${slug}/api`);
  await expect(agent.page.getByText("Admins and owners make them")).toBeVisible();
  await expect(agent.page.getByRole("button", { name: "New token" })).toHaveCount(0);

  const token = await accessToken(baseURL, agent.email);
  const asked = ["/conversations", "/members", "/invitations", "/api-tokens", "/audit-log", "/provider-keys"];
  const statuses = await Promise.all(asked.map((path) => callApi(baseURL, token, path, organizationId)));
  expect(statuses).toEqual([200, 403, 403, 403, 403, 403]);
  expect(await callApi(baseURL, token, "/invitations", organizationId, { role: "agent" })).toBe(403);

  await page.goto(agent.invitation);
  await expect(page.getByRole("heading", { name: "This invitation is not good any more" })).toBeVisible();

  await page.goto(`/${slug}/settings`);
  await page.getByRole("button", { name: `Change ${agent.name}` }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText(`${agent.name} is removed`).first()).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: agent.email })).toHaveCount(0);
  expect((await agent.page.request.get(`/${slug}/conversations`)).status()).toBe(404);
  expect(await callApi(baseURL, token, "/conversations", organizationId)).toBe(404);
});

test("an owner changes a role and takes it back, and the audit log shows both, filtered and as a file", async ({
  page,
  newMember,
  stack,
}) => {
  const slug = stack.organizationSlug;
  const viewer = await newMember("viewer");
  await page.goto(`/${slug}/settings`);
  const row = page.getByRole("listitem").filter({ hasText: viewer.email });
  await row.getByRole("button").click();
  await page.getByRole("menuitem", { name: "Make admin" }).click();
  await expect(row).toContainText("Admin");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toContainText("Viewer");

  await page.getByRole("link", { name: "Audit log" }).click();
  await page.getByLabel("What", { exact: true }).selectOption("member.role_changed");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/what=member\.role_changed/);
  const entries = page.getByRole("row").filter({ hasText: viewer.name });
  await expect(entries).toHaveCount(2);
  await expect(entries.first().locator("del")).toHaveText("admin");
  await expect(entries.first().locator("ins")).toHaveText("viewer");

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("audit-log.csv");
  await page.getByRole("link", { name: /take this filter away/ }).click();
  await expect(page).not.toHaveURL(/what=/);
});

test("the last owner cannot leave, and is told what to do first", async ({ page, signIn, stack }) => {
  await signIn();
  await page.goto(`/${stack.organizationSlug}/settings/organization`);
  await page.getByRole("button", { name: "Leave" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Leave" }).click();
  await expect(dialog.getByText("Make somebody else an owner first")).toBeVisible();
});

test("whoever has an account opens another organisation, and the first one does not see it", async ({
  page,
  newMember,
}) => {
  const viewer = await newMember("viewer");
  const name = `Bakery ${randomBytes(4).toString("hex")}`;
  await viewer.page.goto("/organizations/new");
  await viewer.page.getByLabel("Organisation").fill(name);
  await viewer.page.getByRole("button", { name: "Open the desk" }).click();
  const slug = name.toLowerCase().replace(" ", "-");
  await viewer.page.waitForURL(`**/${slug}/**`);
  await viewer.page.goto(`/${slug}/settings`);
  await expect(viewer.page.getByRole("listitem").filter({ hasText: "(you)" })).toContainText("Owner");
  for (const path of ["settings", "settings/organization", "settings/audit-log", "settings/audit-log/export", "api"])
    expect([path, (await page.request.get(`/${slug}/${path}`)).status()]).toEqual([path, 404]);
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    test(`axe finds nothing wrong with people and access at ${viewport.width} in the ${colorScheme}`, async ({
      page,
      signIn,
      stack,
      browser,
    }) => {
      const baseURL = stack.panelUrl;
      await signIn();
      const link = await invite(page, stack.organizationSlug, "agent");
      const visitor = await openPage(browser, { baseURL, colorScheme, viewport });
      for (const path of [link, "/forgot-password", "/reset-password/none", "/invitation/none"]) {
        await visitor.goto(path);
        await expectNoViolations(visitor);
      }
      await visitor.context().close();
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      for (const path of ["settings", "settings/organization", "settings/audit-log", "settings/account", "api"]) {
        await page.goto(`/${stack.organizationSlug}/${path}`);
        await expectNoViolations(page);
      }
      await page.goto("/organizations/new");
      await expectNoViolations(page);
    });
  }
}
