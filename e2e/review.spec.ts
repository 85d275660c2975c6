import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { alive, expectNoViolations, liveVersion, settled } from "./panel";
import { type Customer, expect, makeCustomer, test } from "./test";

const phone = { width: 390, height: 844 };

const rows = (page: Page) => page.locator("[data-row]");
const rowOf = (page: Page, name: string) => rows(page).filter({ hasText: name });
const thread = (page: Page) => page.getByRole("log", { name: "Messages" });
const receipt = (page: Page) => page.getByRole("complementary", { name: "Receipt" });

/** A conversation with one answer that has been read, of a customer whose name nobody else has. */
async function makeConversation(customer: Customer, page: Page, signIn: () => Promise<void>) {
  const name = `Review ${customer.number.slice(-6)}`;
  const reference = `ZX${customer.number.slice(-7)}`;
  await customer.write(`Where is my parcel? ref ${reference}`, { profileName: name });
  await customer.answers();
  await signIn();
  await page.goto(page.url().replace(/\/[\w-]+$/, "/conversations"));
  await expect(rowOf(page, name).locator("[data-delivery=read]")).toBeVisible();
  return { name, reference };
}

async function search(page: Page, words: string): Promise<void> {
  const field = page.getByRole("searchbox");
  await alive(page);
  await page.keyboard.press("/");
  await expect(field).toBeFocused();
  await field.fill(words);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL((url) => url.searchParams.get("q") === words);
}

test("a conversation is found by what was said, by the name and by the number", async ({ page, signIn, customer }) => {
  const { name, reference } = await makeConversation(customer, page, signIn);
  for (const words of [reference, `review ${name.slice(-6)}`, customer.number.slice(-7)]) {
    await page.goto(page.url().replace(/\?.*/, ""));
    await search(page, words);
    await expect(rows(page)).toHaveCount(1);
    await expect(rowOf(page, name)).toBeVisible();
  }
  await search(page, `${reference} nowhere`);
  await expect(page.getByText("No conversation matches")).toBeVisible();
  await page.getByRole("link", { name: "Show all" }).click();
  await expect(rowOf(page, name)).toBeVisible();
});

test("filters stand as words in the address and each can be taken away", async ({ page, signIn, customer }) => {
  const { name } = await makeConversation(customer, page, signIn);
  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByLabel("State").selectOption("To review");
  const version = `Version ${await liveVersion(page)}`;
  await page.getByLabel("Answered by").selectOption(version);
  await page.getByRole("button", { name: "Show" }).click();
  const chips = page.getByRole("list", { name: "Filters" });
  await expect(chips.getByRole("link")).toHaveText(["To review: remove", `${version}: remove`]);
  await expect(page).toHaveURL(/status=unreviewed/);
  await expect(rowOf(page, name)).toBeVisible();
  await chips.getByRole("link", { name: version }).click();
  await expect(page).not.toHaveURL(/version=/);
  await page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "Failed" }).click();
  await expect(rowOf(page, name)).toHaveCount(0);
});

test("a conversation is unread until somebody opens it", async ({ page, signIn, customer }) => {
  const { name } = await makeConversation(customer, page, signIn);
  await expect(rowOf(page, name).getByText("unread")).toBeAttached();
  await rowOf(page, name).click();
  await expect(thread(page)).toContainText("Where is my parcel?");
  await alive(page);
  await page.keyboard.press("Escape");
  await expect(rowOf(page, name).getByText("unread")).toHaveCount(0);
});

test("by keyboard alone: open the receipt, close it, note something, mark it reviewed", async ({
  page,
  signIn,
  customer,
}) => {
  const { name, reference } = await makeConversation(customer, page, signIn);
  await search(page, reference);
  await expect(rows(page)).toHaveCount(1);
  await rowOf(page, name).focus();
  await page.keyboard.press("Enter");
  await expect(thread(page)).toContainText(reference);
  await alive(page);

  await page.keyboard.press("i");
  await expect(receipt(page)).toContainText("How it arrived");
  await expect(page).toHaveURL(/receipt=/);
  await expect(receipt(page).getByRole("heading", { name: "Receipt" })).toBeFocused();
  await page.keyboard.press("i");
  await expect(receipt(page)).toHaveCount(0);

  await page.keyboard.press("n");
  await expect(page.getByLabel("Note")).toBeFocused();
  await page.keyboard.type("Regular customer");
  await page.getByRole("button", { name: "Add note" }).press("Enter");
  await expect(thread(page).locator("[data-note]")).toContainText("Regular customer");
  await page.getByLabel("Note").press("Escape");
  await expect(page.getByLabel("Note")).toBeHidden();

  await page.keyboard.press("e");
  await expect(page.getByRole("button", { name: "Reviewed" })).toHaveAttribute("aria-pressed", "true");
  await expect(rowOf(page, name)).toContainText("Reviewed");

  // After a G the letter is a page's, also where it is a key of the thread.
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await page.waitForURL("**/api");
});

test("the receipt tells times, tokens and a total that its lines add up to, and has an address", async ({
  page,
  signIn,
  customer,
}) => {
  const { name } = await makeConversation(customer, page, signIn);
  await rowOf(page, name).click();
  await thread(page)
    .getByRole("link", { name: /Receipt/ })
    .click();
  await expect(receipt(page)).toContainText("Where the time went");
  await expect(receipt(page)).toContainText("finished: stop");
  await expect(receipt(page)).toContainText("Delivered");
  const amounts = await costLines(receipt(page));
  const total = amounts.pop() ?? 0;
  expect(amounts.length).toBeGreaterThan(0);
  expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(total, 9);

  const address = page.url();
  await page.goto("about:blank");
  await page.goto(address);
  await expect(receipt(page)).toContainText("Where the time went");
});

test("a reply is rated, with a reason and a better answer, and the rating shows at the message", async ({
  page,
  signIn,
  customer,
}) => {
  const { name } = await makeConversation(customer, page, signIn);
  await rowOf(page, name).click();
  await thread(page)
    .getByRole("link", { name: /Receipt/ })
    .click();
  await receipt(page).getByText("Could be better").click();
  await receipt(page).getByLabel("Why").fill("It did not look.");
  await receipt(page).getByLabel("What it should have said").fill("It is on its way.");
  await receipt(page).getByRole("button", { name: "Save" }).click();
  await expect(receipt(page)).toContainText("Could be better, says");
  await expect(receipt(page)).toContainText("It is on its way.");
  await expect(thread(page).getByRole("link", { name: /rated bad/ })).toBeVisible();
  await receipt(page).getByRole("button", { name: "Take back" }).click();
  await receipt(page).getByRole("button", { name: "Yes" }).click();
  await expect(receipt(page)).toContainText("Good, says");
});

test("one conversation and all that are listed are taken away as files", async ({ page, signIn, customer }) => {
  const { name, reference } = await makeConversation(customer, page, signIn);
  await search(page, reference);
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole("button", { name: "Export" }).click();
  const csv = await download(page, page.getByRole("link", { name: "CSV" }));
  expect(csv).toContain(name);
  expect(csv).toContain(reference);
  await rowOf(page, name).click();
  await page.getByRole("button", { name: "More" }).click();
  const json = JSON.parse(await download(page, page.getByRole("link", { name: "Export as JSON" })));
  expect(json.conversations).toHaveLength(1);
  expect(json.conversations[0]).toMatchObject({
    customer: name,
    messages: [{ author: "customer" }, { author: "assistant" }],
  });
});

test("rows are selected with X and exported together", async ({ page, signIn, customer, twilio }) => {
  const other = makeCustomer(twilio);
  await other.write("hello", { profileName: `Review ${other.number.slice(-6)}` });
  await other.answers();
  const { name } = await makeConversation(customer, page, signIn);
  await rowOf(page, name).focus();
  await page.keyboard.press("x");
  await expect(page.locator("[data-select]:checked")).toHaveCount(1);
  await page.keyboard.press("j");
  await expect(rowOf(page, name)).not.toBeFocused();
  await page.keyboard.press("x");
  await expect(page.locator("[data-select]:checked")).toHaveCount(2);
  const json = JSON.parse(await download(page, page.getByRole("button", { name: "JSON" })));
  expect(json.conversations).toHaveLength(2);
  expect(json.conversations.map((one: { customer: string }) => one.customer)).toContain(name);
});

test.describe("on a phone", () => {
  test.use({ viewport: phone, hasTouch: true });

  test("the receipt is a sheet from below; behind it one goes back to the thread", async ({
    page,
    signIn,
    customer,
  }) => {
    const { name } = await makeConversation(customer, page, signIn);
    await rowOf(page, name).click();
    await thread(page)
      .getByRole("link", { name: /Receipt/ })
      .click();
    await expect(receipt(page)).toContainText("Where the time went");
    await settled(page);
    const box = await receipt(page).boundingBox();
    expect([box?.x, box?.width, (box?.y ?? 0) + (box?.height ?? 0)]).toEqual([0, phone.width, phone.height]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);
    await receipt(page).getByRole("button", { name: "Yes" }).click();
    await expect(receipt(page)).toContainText("Good, says");
    await page.getByRole("link", { name: "Close the receipt" }).click();
    await expect(receipt(page)).toHaveCount(0);
    await expect(thread(page)).toBeVisible();
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const viewport of [{ width: 1440, height: 900 }, phone]) {
    test(`axe finds nothing wrong with filters, notes and receipts at ${viewport.width} in the ${colorScheme}`, async ({
      page,
      signIn,
      customer,
    }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      const { name, reference } = await makeConversation(customer, page, signIn);
      await page.getByRole("button", { name: "Filters" }).click();
      await expect(page.getByLabel("State")).toBeVisible();
      await expectNoViolations(page);
      await page.keyboard.press("Escape");
      await page.goto(`${page.url().replace(/\?.*/, "")}?q=${reference}&status=unreviewed`);
      await expectNoViolations(page);
      await rowOf(page, name).click();
      await page.locator("[data-composer] summary").click();
      await page.getByLabel("Note").fill("Regular customer");
      await page.getByRole("button", { name: "Add note" }).click();
      await expect(thread(page).locator("[data-note]")).toBeVisible();
      await expectNoViolations(page);
      await thread(page)
        .getByRole("link", { name: /Receipt/ })
        .click();
      await receipt(page).getByText("Could be better").click();
      await expect(receipt(page).getByLabel("Why")).toBeVisible();
      await expectNoViolations(page);
    });
  }
}

async function costLines(pane: Locator): Promise<number[]> {
  const amounts = await pane.locator("dd", { hasText: /^\$\d\.\d{6}$/ }).allTextContents();
  return amounts.map((amount) => Number(amount.slice(1)));
}

async function download(page: Page, link: Locator): Promise<string> {
  const started = page.waitForEvent("download");
  await link.click();
  return readFileSync(await (await started).path(), "utf8");
}
