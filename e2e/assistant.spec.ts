import type { Page } from "@playwright/test";
import { expectNoViolations, openPage } from "./panel";
import { expect, test } from "./test";

const prompt = (page: Page) => page.getByRole("textbox", { name: "System prompt" });
const status = (page: Page, text: RegExp | string) => page.getByRole("status").filter({ hasText: text }).first();
const chat = (page: Page) => page.getByRole("log", { name: "Test conversation" });

async function openDraft(page: Page, slug: string) {
  await page.goto(`/${slug}/assistant`);
  await expect(prompt(page)).toBeEditable();
}

async function ask(page: Page, text: string) {
  await page.getByRole("textbox", { name: "Write as a customer" }).fill(text);
  await page.getByRole("button", { name: "Send" }).click();
}

test.describe("the assistant", () => {
  test.describe.configure({ mode: "serial" });
  // Wide enough for draft and test chat side by side.
  test.use({ viewport: { width: 1440, height: 900 } });

  test("is changed, tried, published, answers differently, and is rolled back", async ({
    page,
    signIn,
    stack,
    customer,
  }) => {
    const slug = stack.organizationSlug;
    const mark = `MARK${Date.now()}`;
    await signIn();
    await openDraft(page, slug);
    const before = await prompt(page).inputValue();

    await page.getByRole("textbox", { name: "Disclosure" }).fill(`An assistant answers. ${mark}`);
    await prompt(page).fill(`${before}\nNever mention ${mark}.`);
    await expect(status(page, /^Saved/)).toBeVisible();
    await page.reload();
    await expect(prompt(page)).toHaveValue(`${before}\nNever mention ${mark}.`);

    await page.getByRole("button", { name: "What the model gets" }).click();
    await expect(page.getByRole("region", { name: "What the model gets" })).toContainText(
      "You write to a customer on WhatsApp",
    );

    await ask(page, "Hello, ref TRY1");
    await expect(chat(page)).toContainText(`An assistant answers. ${mark}`);
    await expect(chat(page)).toContainText("ref TRY1");
    await chat(page).locator("summary").click();
    await expect(chat(page)).toContainText("finished");

    await page.getByRole("button", { name: "Review and publish" }).click();
    await expect(page.getByRole("region", { name: "Prompt" }).locator("ins")).toContainText(mark);
    await page.getByLabel("Why, in a sentence").fill("Say that an assistant answers");
    await page.getByRole("button", { name: /^Publish v/ }).click();
    await expect(page.getByRole("list", { name: "Versions, newest first" })).toContainText(
      "Say that an assistant answers",
    );

    await customer.write("ref AFTER1");
    const [first] = await customer.answers();
    expect(first?.body).toMatch(new RegExp(`^An assistant answers. ${mark}\n\n.*ref AFTER1`, "s"));
    await customer.write("ref AFTER2");
    expect((await customer.answers(2)).at(-1)?.body).not.toContain(mark);

    await page
      .getByRole("button", { name: /^Roll back to v1$/ })
      .last()
      .click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Roll back to v1$/ })
      .click();
    await expect(
      page.getByRole("list", { name: "Versions, newest first" }).getByRole("listitem").first(),
    ).toContainText("Rolled back to version 1");
    await page.goto(`/${slug}/assistant/live`);
    await expect(page.getByRole("region", { name: "Prompt" })).toBeVisible();
    await expect(page.getByRole("region", { name: "Prompt" })).not.toContainText(mark);

    // What answered then is not what answers now, and says so.
    await page.goto(`/${slug}/conversations?q=AFTER2`);
    await page.locator("[data-row]").first().click();
    await page
      .getByRole("link", { name: /Receipt/ })
      .last()
      .click();
    const version = page.getByRole("complementary", { name: "Receipt" }).getByRole("link", { name: /version/ });
    await expect(version).toHaveText(/^version v\d+$/);
  });

  test("a field that does not exist is said beside the prompt and not published", async ({ page, signIn, stack }) => {
    await signIn();
    await openDraft(page, stack.organizationSlug);
    const before = await prompt(page).inputValue();
    await prompt(page).fill(`${before} {{shoe.size}}`);
    await expect(prompt(page)).toHaveAccessibleDescription(/no field {{shoe.size}}/);
    await page.getByRole("button", { name: "Review and publish" }).click();
    await expect(page.getByRole("button", { name: /^Publish v/ })).toBeDisabled();
    await page.getByRole("link", { name: "Not yet" }).click();
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByRole("button", { name: "Discard the draft" }).click();
    await expect(prompt(page)).toHaveValue(before);
    await expect(status(page, "Nothing is changed")).toBeVisible();
  });

  test("two who edit it at once lose nothing, offline neither: what both changed is told, and one is chosen", async ({
    page,
    signIn,
    stack,
    browser,
    baseURL,
  }) => {
    const slug = stack.organizationSlug;
    await signIn();
    await openDraft(page, slug);
    const beside = await openPage(browser, { storageState: await page.context().storageState(), baseURL });
    const other = beside.context();
    await openDraft(beside, slug);
    const fallback = (each: Page) => each.getByRole("textbox", { name: "When it cannot answer" });
    await other.setOffline(true);
    await fallback(beside).fill("Theirs.");
    await expect(status(beside, "you are offline")).toBeVisible();
    await fallback(page).fill("Mine.");
    await expect(status(page, /^Saved/)).toBeVisible();
    await other.setOffline(false);
    await expect(beside.getByRole("alert").filter({ hasText: "changed the same field" })).toContainText("choose one");
    await expect(fallback(beside)).toHaveValue("Theirs.");
    await beside.getByRole("button", { name: "Keep mine" }).click();
    await expect(status(beside, /^Saved/)).toBeVisible();
    await expect(fallback(page)).toHaveValue("Theirs.");
    await beside.getByRole("button", { name: "Discard" }).click();
    await beside.getByRole("button", { name: "Discard the draft" }).click();
    await expect(fallback(page)).not.toHaveValue("Theirs.");
    await other.close();
  });

  test("is paused and resumed: the customer gets the text, and then answers again", async ({
    page,
    signIn,
    stack,
    customer,
  }) => {
    await signIn();
    await page.goto(`/${stack.organizationSlug}/assistant`);
    await page.getByRole("button", { name: /Desk open/ }).click();
    await page.getByLabel("What customers get meanwhile").fill("We are away until tomorrow.");
    await page.getByRole("button", { name: "Pause the assistant" }).click();
    await expect(page.getByRole("button", { name: /^Paused by/ })).toBeVisible();
    try {
      await customer.write("ref DURING1");
      const [notice] = await customer.answers();
      expect(notice?.body).toBe("We are away until tomorrow.");
    } finally {
      const open = page.getByRole("button", { name: "Open the desk" });
      if (!(await open.isVisible())) await page.getByRole("button", { name: /^Paused by/ }).click();
      await open.click();
    }
    await expect(page.getByRole("button", { name: /Desk open/ })).toBeVisible();
    await customer.write("ref AFTERWARDS");
    const bodies = (await customer.answers(2)).map(({ body }) => body);
    expect(bodies).toEqual(["We are away until tomorrow.", expect.stringContaining("ref AFTERWARDS")]);
  });

  test("gives way to the kill switch: everybody gets the fixed text, also who was being answered, until it is lifted", async ({
    page,
    signIn,
    stack,
    customer,
  }) => {
    await signIn();
    await page.goto(`/${stack.organizationSlug}/health`);
    await customer.write("slow ref KILLED");
    await page.getByRole("button", { name: "Kill switch", exact: true }).click();
    await page.getByText("The text:").click();
    await page.getByLabel("The fixed text").fill("A person will answer you.");
    await page.getByRole("button", { name: "Throw the kill switch" }).click();
    await expect(page.getByRole("button", { name: /^Kill switch by/ })).toBeVisible();
    try {
      await customer.answers();
      await customer.write("ref DURING2");
      expect((await customer.answers(2)).map(({ body }) => body)).toEqual([
        "A person will answer you.",
        "A person will answer you.",
      ]);
    } finally {
      const open = page.getByRole("button", { name: "Open the desk" });
      if (!(await open.isVisible())) await page.getByRole("button", { name: /^Kill switch by/ }).click();
      await open.click();
    }
    await expect(page.getByRole("button", { name: /Desk open/ })).toBeVisible();
    await customer.write("ref LIFTED");
    expect((await customer.answers(3)).at(-1)?.body).toContain("ref LIFTED");
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1440, 390]) {
      test(`axe finds nothing wrong at ${width} in the ${colorScheme}`, async ({ page, signIn, stack }) => {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await signIn();
        for (const path of ["", "?view=test", "/live", "/versions", "/versions/1"]) {
          await page.goto(`/${stack.organizationSlug}/assistant${path}`);
          await expect(page.getByRole("heading", { name: "Assistant" })).toBeVisible();
          await expectNoViolations(page);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        }
      });
    }
  }
});
