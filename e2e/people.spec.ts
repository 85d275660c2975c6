import { randomBytes } from "node:crypto";
import type { Browser, Page } from "@playwright/test";
import { expectNoViolations, openPage } from "./panel";
import { test as base, expect } from "./test";

interface Member {
  name: string;
  email: string;
  /** In a browser of their own, signed in. */
  page: Page;
  /** The link that they joined by. */
  invitation: string;
}

const test = base.extend<{ newMember(role: string): Promise<Member> }>({
  /** Somebody who joins by an invitation that the page's owner makes, who is signed in for it. */
  newMember: async ({ page, signIn, stack, browser }, use) => {
    const pages: Page[] = [];
    await use(async (role) => {
      await signIn();
      const member = await join(browser, stack.panelUrl, await invite(page, stack.organizationSlug, role));
      pages.push(member.page);
      return member;
    });
    for (const each of pages) await each.context().close();
  },
});

const password = "correct horse battery";
const newcomer = () => {
  const tag = randomBytes(4).toString("hex");
  return { name: `Nora ${tag}`, email: `nora-${tag}@example.test` };
};

/** The link of a new invitation, as its maker sees it. */
async function invite(page: Page, slug: string, role: string): Promise<string> {
  await page.goto(`/${slug}/settings`);
  await page.getByRole("button", { name: "Invite" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Role").selectOption(role);
  await dialog.getByRole("button", { name: "Make the link" }).click();
  const link = (await dialog.locator("code").textContent()) ?? "";
  await dialog.getByRole("button", { name: "Done" }).click();
  return link;
}

/** Opens the link in a browser of its own and makes an account. */
async function join(browser: Browser, baseURL: string, link: string): Promise<Member> {
  const page = await openPage(browser, { baseURL });
  const person = newcomer();
  await page.goto(link);
  await page.getByLabel("Your name").fill(person.name);
  await page.getByLabel("Email", { exact: true }).fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Make my account and join" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitation"));
  return { page, invitation: link, ...person };
}

async function callApi(baseURL: string, token: string, path: string, organizationId?: string, body?: object) {
  const response = await fetch(`${baseURL}${path}`, {
    method: body ? "POST" : "GET",
    headers: {
      Authorization: `Bearer ${token}`,
      ...(organizationId && { "X-Org-Id": organizationId }),
      ...(body && { "Content-Type": "application/json" }),
    },
    body: body && JSON.stringify(body),
  });
  return response.status;
}

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

test("a member who forgot the password chooses a new one by an owner's link, once, and is out everywhere else", async ({
  page,
  newMember,
  stack,
  browser,
}) => {
  const { panelUrl: baseURL, organizationSlug: slug } = stack;
  const agent = await newMember("agent");
  await page.goto(`/${slug}/settings`);
  await page.getByRole("button", { name: `Change ${agent.name}` }).click();
  await page.getByRole("menuitem", { name: "Link for a new password" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make the link" }).click();
  const link = (await page.getByRole("dialog").locator("code").textContent()) ?? "";

  const elsewhere = await openPage(browser, { baseURL });
  await elsewhere.goto(link);
  await elsewhere.getByLabel("New password").fill("another horse battery");
  await elsewhere.getByRole("button", { name: "Keep this password" }).click();
  await elsewhere.waitForURL(`**/${slug}/**`);
  await agent.page.goto(`/${slug}/conversations`);
  await expect(agent.page).toHaveURL(/\/sign-in(\?|$)/);
  await agent.page.goto(link);
  await expect(agent.page.getByRole("heading", { name: "This link is not good any more" })).toBeVisible();
  await elsewhere.context().close();
});

test("a changed password keeps this browser in and puts the other one out", async ({ newMember, stack, browser }) => {
  const { panelUrl: baseURL, organizationSlug: slug } = stack;
  const agent = await newMember("agent");
  const other = await openPage(browser, { baseURL });
  await other.goto("/sign-in");
  await other.getByLabel("Email", { exact: true }).fill(agent.email);
  await other.getByLabel("Password", { exact: true }).fill(password);
  await other.getByRole("button", { name: "Sign in" }).click();
  await other.waitForURL(`**/${slug}/**`);

  await agent.page.goto(`/${slug}/settings/account`);
  await agent.page.getByLabel("Current password").fill("wrong");
  await agent.page.getByLabel("New password").fill("another horse battery");
  await agent.page.getByRole("button", { name: "Change password" }).click();
  await expect(agent.page.getByLabel("Current password")).toHaveAccessibleDescription("This is not your password.");
  await agent.page.getByLabel("Current password").fill(password);
  await agent.page.getByRole("button", { name: "Change password" }).click();
  await expect(agent.page.getByText("Password changed").first()).toBeVisible();

  await agent.page.reload();
  await expect(agent.page.getByRole("heading", { name: "Where you are signed in" })).toBeVisible();
  await other.goto(`/${slug}/conversations`);
  await expect(other).toHaveURL(/\/sign-in(\?|$)/);
  await other.context().close();
});

test("signing out makes a copied cookie useless and leaves no names in the page", async ({
  page,
  signIn,
  stack,
  browser,
}) => {
  const baseURL = stack.panelUrl;
  await signIn();
  const copied = await page.context().cookies();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await page.getByRole("button", { name: "Theme and sign-out" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in(\?|$)/);
  expect(await page.evaluate(() => "sameDocument" in window)).toBe(false);
  expect(await page.content()).not.toContain(stack.owner.email);

  const theirs = await openPage(browser, { baseURL });
  await theirs.context().addCookies(copied);
  await theirs.goto(`/${stack.organizationSlug}/conversations`);
  await expect(theirs).toHaveURL(/\/sign-in(\?|$)/);
  await theirs.context().close();
});

test("an API token is shown once, opens its scopes alone, and nothing once revoked", async ({
  page,
  signIn,
  stack,
}) => {
  const baseURL = stack.panelUrl;
  await signIn();
  await page.goto(`/${stack.organizationSlug}/api`);
  await page.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("dialog");
  const name = `Export ${randomBytes(3).toString("hex")}`;
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByRole("button", { name: "Make the token" }).click();
  await expect(dialog.getByText("Choose at least one scope.").first()).toBeVisible();
  await dialog.getByLabel("read conversations").check();
  await dialog.getByRole("button", { name: "Make the token" }).click();
  const token = (await dialog.locator("code").textContent()) ?? "";
  await dialog.getByRole("button", { name: "Done" }).click();

  expect(await callApi(baseURL, token, "/conversations")).toBe(200);
  expect(await callApi(baseURL, token, "/members")).toBe(403);
  await page.reload();
  const row = page.getByRole("listitem").filter({ hasText: name });
  await expect(row).toContainText("last used");
  expect(await page.content()).not.toContain(token);
  await row.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row).toHaveCount(0);
  expect(await callApi(baseURL, token, "/conversations")).toBe(401);
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
