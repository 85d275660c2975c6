import { AxeBuilder } from "@axe-core/playwright";
import type { ConsoleMessage, Page } from "@playwright/test";
import { addDemoConversations } from "../scripts/demo-conversations";
import { addDemoPlugins, demoPluginId } from "../scripts/demo-plugins";
import { settled } from "./panel";
import { expect, test } from "./test";

const phone = { width: 390, height: 844 };
const desk = { width: 1440, height: 900 };

/** Every page of the panel, by the name of its link and what its first heading says. */
const pages = [
  { segment: "overview", link: "Overview", heading: "Overview", letter: "o" },
  { segment: "conversations", link: "Conversations", heading: "Conversations", letter: "c" },
  { segment: "assistant", link: "Assistant", heading: /Assistant/, letter: "a" },
  { segment: "plugins", link: "Plugins", heading: "Plugins", letter: "l" },
  { segment: "whatsapp", link: "WhatsApp", heading: /WhatsApp/, letter: "w" },
  { segment: "health", link: "Health", heading: "Health", letter: "h" },
  { segment: "settings", link: "Team & settings", heading: /settings|People|Team/i, letter: "s" },
  { segment: "api", link: "API", heading: /API/, letter: "i" },
] as const;

/** What lies below them and has a look of its own. */
const subpages = [
  "plugins/connect",
  "plugins/approvals",
  "plugins/calls",
  `plugins/${demoPluginId}`,
  `plugins/${demoPluginId}/tools/book_service`,
  `plugins/${demoPluginId}/tools/list_stock`,
];

let filled = false;

test.beforeEach(async ({ stack, signIn }) => {
  if (!filled) {
    await addDemoConversations(stack.databaseUrl, stack.organizationId);
    await addDemoPlugins(stack.databaseUrl, stack.organizationId);
  }
  filled = true;
  await signIn();
});

test.describe("by keyboard alone", () => {
  test.use({ viewport: desk });

  test("the skip link comes first and leads past the sidebar", async ({ page, stack }) => {
    await page.goto(`/${stack.organizationSlug}/overview`);
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("main").getByRole("link", { name: "Today" })).toBeFocused();
  });

  test("G and a letter lead to each page, whose link is then marked", async ({ page, stack }) => {
    await page.goto(`/${stack.organizationSlug}/overview`);
    for (const { segment, link, heading, letter } of [...pages.slice(1), pages[0]]) {
      await page.keyboard.press("g");
      await page.keyboard.press(letter);
      await page.waitForURL(new RegExp(`/${stack.organizationSlug}/${segment}`));
      await expect(page.getByRole("heading", { level: 1, name: heading })).toBeAttached();
      const entry = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: link });
      await expect(entry).toHaveAttribute("aria-current", "page");
    }
  });

  test("Tab reaches every link of the sidebar and the first control of each page", async ({ page, stack }) => {
    for (const { segment } of pages) {
      await page.goto(`/${stack.organizationSlug}/${segment}`);
      await settled(page);
      await page.getByRole("main").focus();
      await page.keyboard.press("Tab");
      expect(await isIn(page, "main"), `the first control of ${segment}`).toBe(true);
    }
    const seen = new Set<string>();
    await page.goto(`/${stack.organizationSlug}/overview`);
    for (let press = 0; press < 17; press++) {
      await page.keyboard.press("Tab");
      seen.add(await page.evaluate(() => document.activeElement?.textContent?.trim() ?? ""));
    }
    for (const { link } of pages) expect([...seen].some((text) => text.startsWith(link))).toBe(true);
  });

  test("the palette goes to a page and to a customer, and gives the focus back", async ({ page, stack }) => {
    await page.goto(`/${stack.organizationSlug}/health`);
    const opener = page.getByRole("button", { name: "Search or jump to" });
    const palette = page.getByRole("dialog", { name: "Search, go, do" });
    await opener.focus();
    await page.keyboard.press("Enter");
    await expect(palette.getByRole("combobox")).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(palette).toBeHidden();
    await expect(opener).toBeFocused();

    await page.keyboard.press("Control+k");
    await expect(palette.getByRole("combobox")).toBeFocused();
    await page.keyboard.type("overv");
    await expect(palette.getByRole("option", { selected: true })).toHaveText(/Overview/);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/overview$/);

    await page.keyboard.press("Control+k");
    await expect(palette.getByRole("combobox")).toBeFocused();
    await page.keyboard.type("Elena");
    await expect(palette.getByRole("option", { name: /Elena Ruiz/ })).toBeVisible();
    await page.keyboard.press("ArrowUp");
    await palette
      .getByRole("option", { name: /Elena Ruiz/ })
      .first()
      .click();
    await page.waitForURL(/\/conversations\/[0-9a-f-]+/);
  });

  test("the question mark lists all keys, and single keys can be switched off", async ({ page, stack }) => {
    await page.goto(`/${stack.organizationSlug}/overview`);
    const help = page.getByRole("dialog", { name: "Keys" });
    await page.keyboard.press("?");
    await help.getByRole("switch", { name: "Single keys" }).press("Space");
    await page.keyboard.press("Escape");
    await expect(help).toBeHidden();
    await page.keyboard.press("g");
    await page.keyboard.press("c");
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog", { name: "Search, go, do" })).toBeVisible();
    expect(new URL(page.url()).pathname).toContain("/overview");
  });

  test("the desk is paused and opened again from its plate", async ({ page, stack }) => {
    await page.goto(`/${stack.organizationSlug}/overview`);
    const desk = page.getByRole("region", { name: "The desk" });
    await page.keyboard.press("g");
    await page.keyboard.press("!");
    await expect(desk).toBeVisible();
    await desk.getByLabel("What customers get meanwhile").fill("Back at two o’clock.");
    await desk.getByRole("button", { name: "Pause the assistant" }).press("Enter");
    await expect(page.getByRole("button", { name: /Paused by Olive/ })).toBeVisible();
    await expect(desk.getByText("Back at two o’clock.")).toBeVisible();
    await desk.getByRole("button", { name: "Open the desk" }).press("Enter");
    await expect(page.getByRole("button", { name: /Desk open/ })).toBeVisible();
  });
});

test("the overview's charts have tables behind them, and its figures can be saved", async ({ page, stack }) => {
  await page.setViewportSize(desk);
  await page.goto(`/${stack.organizationSlug}/overview?period=30d`);
  const replies = page.getByRole("region", { name: "Replies" });
  await replies.locator("summary").click();
  const table = replies.getByRole("table");
  await expect(table.getByRole("row")).toHaveCount(31);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download as CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^overview-.*\.csv$/);
  await page.goto(`/${stack.organizationSlug}/overview?from=2026-11-07&to=2026-11-01`);
  await expect(page.getByText("The last day is before the first.")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const viewport of [desk, phone]) {
    test.describe(`at ${viewport.width} in the ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });
      test("axe finds nothing wrong on any page, and none is wider than the screen", async ({ page, stack }) => {
        test.slow();
        for (const segment of [...pages.map((each) => each.segment), ...subpages]) {
          const errors: string[] = [];
          const note = (message: ConsoleMessage) => message.type() === "error" && errors.push(message.text());
          page.on("console", note);
          await page.goto(`/${stack.organizationSlug}/${segment}`);
          await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
          await settled(page);
          const { violations } = await new AxeBuilder({ page }).analyze();
          const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`);
          expect.soft(found, segment).toEqual([]);
          expect.soft(await overflow(page), `${segment} is as wide as the screen`).toBeLessThanOrEqual(0);
          expect.soft(errors, `errors of ${segment}`).toEqual([]);
          page.off("console", note);
        }
      });
    });
  }
}

function isIn(page: Page, selector: string): Promise<boolean> {
  return page.evaluate((outer) => document.activeElement?.closest(outer) !== null, selector);
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
