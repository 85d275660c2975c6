import { randomBytes } from "node:crypto";
import { callApi, password, test } from "./members";
import { openPage } from "./panel";
import { expect } from "./test";

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
