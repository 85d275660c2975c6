import { randomBytes } from "node:crypto";
import type { Browser, Page } from "@playwright/test";
import { openPage } from "./panel";
import { test as base } from "./test";

export interface Member {
  name: string;
  email: string;
  /** In a browser of their own, signed in. */
  page: Page;
  /** The link that they joined by. */
  invitation: string;
}

export const test = base.extend<{ newMember(role: string): Promise<Member> }>({
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

export const password = "correct horse battery";
const newcomer = () => {
  const tag = randomBytes(4).toString("hex");
  return { name: `Nora ${tag}`, email: `nora-${tag}@example.test` };
};

/** The link of a new invitation, as its maker sees it. */
export async function invite(page: Page, slug: string, role: string): Promise<string> {
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

/** Its status. */
export async function callApi(baseURL: string, token: string, path: string, organizationId?: string, body?: object) {
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
