/**
 * Makes docs/screenshots/*.png of a demo in use: starts a stack of its own on free ports, with a month of conversations,
 * and photographs each page at 1440 and 390, in the light and in the dark.
 *
 *   npm run screenshots [-- overview conversations]
 *
 * STACK names the stack.json of one that runs already, to save the start.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { findChromium } from "../e2e/find-chromium";
import type { StackDescription } from "../local/stack-file";
import { removeDataDirectory, startStack } from "../tests/start-stack";
import { addDemoConversations } from "./demo-conversations";
import { addDemoPlugins, demoPluginId } from "./demo-plugins";

const folder = join(import.meta.dirname, "../docs/screenshots");

interface Shot {
  name: string;
  /** Below the organisation's address; absolute for what is outside of the panel. */
  path: string;
  /** What is done before the picture is taken. */
  before?: (page: Page) => Promise<void>;
  /** Which of the four views; left out, all of them. */
  views?: readonly View[];
}

const views = ["1440-light", "1440-dark", "390-light", "390-dark"] as const;
type View = (typeof views)[number];

const shots: Shot[] = [
  { name: "overview", path: "overview" },
  { name: "conversations", path: "conversations", views: ["1440-light", "390-light"] },
  { name: "thread", path: "conversations", before: openFirst },
  { name: "assistant", path: "assistant" },
  { name: "plugins", path: "plugins" },
  { name: "plugin", path: `plugins/${demoPluginId}`, views: ["1440-light", "390-dark"] },
  { name: "tool", path: `plugins/${demoPluginId}/tools/book_service`, views: ["1440-light", "390-light"] },
  { name: "approvals", path: "plugins/approvals", views: ["1440-dark", "390-light"] },
  { name: "calls", path: "plugins/calls", views: ["1440-light", "390-dark"] },
  { name: "whatsapp", path: "whatsapp" },
  { name: "health", path: "health" },
  { name: "settings", path: "settings", views: ["1440-light", "390-dark"] },
  { name: "api", path: "api", views: ["1440-light", "390-dark"] },
  { name: "palette", path: "overview", before: openPalette, views: ["1440-light", "1440-dark"] },
];

const wanted = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const own = process.env.STACK ? null : await startStack();
const stack: StackDescription = own?.description ?? JSON.parse(readFileSync(process.env.STACK ?? "", "utf8"));
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  await addDemoConversations(stack.databaseUrl, stack.organizationId);
  await addDemoPlugins(stack.databaseUrl, stack.organizationId);
  for (const view of views) await takeAll(browser, stack, view);
} finally {
  await browser.close();
  await own?.stop();
  if (own) removeDataDirectory(own.dataDirectory);
}

async function takeAll(browser: Browser, description: StackDescription, view: View): Promise<void> {
  const [width, colorScheme] = view.split("-") as ["1440" | "390", "light" | "dark"];
  const onPhone = width === "390";
  const context = await browser.newContext({
    viewport: { width: Number(width), height: onPhone ? 844 : 900 },
    deviceScaleFactor: onPhone ? 2 : 1,
    hasTouch: onPhone,
    colorScheme,
    reducedMotion: "reduce",
    timezoneId: "Europe/London",
    baseURL: description.panelUrl,
  });
  const page = await context.newPage();
  await signIn(page, description);
  for (const { name, path, before, views: of = views } of shots) {
    if (!of.includes(view) || (wanted.length > 0 && !wanted.includes(name))) continue;
    await page.goto(`/${description.organizationSlug}/${path}`);
    await page.locator(".skeleton").first().waitFor({ state: "detached" });
    await before?.(page);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(folder, `${name}-${view}.png`) });
    console.log(`${name}-${view}.png`);
  }
  await context.close();
}

async function signIn(page: Page, { owner }: StackDescription): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email", { exact: true }).fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/overview");
}

async function openFirst(page: Page): Promise<void> {
  await page.locator("[data-row]").first().click();
  await page.getByRole("log", { name: "Messages" }).waitFor();
}

async function openPalette(page: Page): Promise<void> {
  const palette = page.getByRole("dialog", { name: "Search, go, do" });
  // Keys do nothing before the page's scripts run.
  while (!(await palette.isVisible())) {
    await page.keyboard.press("Control+k");
    await palette.waitFor({ timeout: 1_000 }).catch(() => undefined);
  }
  await page.keyboard.type("el");
  await page.getByRole("option", { name: /Elena Ruiz/ }).waitFor();
}
