/**
 * `npm run bench:page-weight`: how much JavaScript each page of the panel ships, compressed, beyond what an empty page of
 * the same Next ships. Ends with 1 when one is above the bar. STACK names the stack.json of a stack that runs already.
 */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { type BrowserContext, chromium } from "@playwright/test";
import { findChromium } from "../e2e/find-chromium";
import type { StackDescription } from "../local/stack-file";
import { addDemoConversations } from "../scripts/demo-conversations";
import { addDemoPlugins, demoPluginId } from "../scripts/demo-plugins";
import { removeDataDirectory, startStack } from "../tests/start-stack";
import { buildBaselines, startBaseline } from "./baseline";

const barKb = 90;
const pluginPath = `plugins/${demoPluginId}`;
const pages = [
  "overview",
  "conversations",
  "assistant",
  "plugins",
  pluginPath,
  `${pluginPath}/tools/book_service`,
  "whatsapp",
  "health",
  "settings",
  "api",
];

await buildBaselines();
const empty = await measureEmpty();
const weights = await withStack(measurePanel);
for (const [page, bytes] of [["an empty page", empty], ...weights] as const) {
  const own = page === "an empty page" ? "" : `, ${kb(bytes - empty)} beyond it`;
  console.log(`${page}: ${kb(bytes)}${own}`);
}
process.exit(weights.every(([, bytes]) => bytes - empty <= barKb * 1024) ? 0 : 1);

async function measureEmpty(): Promise<number> {
  const baseline = await startBaseline("empty");
  try {
    const html = await (await fetch(baseline.url)).text();
    return await weigh(html, baseline.url, (url) => fetch(url).then((response) => response.text()));
  } finally {
    await baseline.stop();
  }
}

async function withStack<T>(measure: (stack: StackDescription) => Promise<T>): Promise<T> {
  if (process.env.STACK) return measure(JSON.parse(readFileSync(process.env.STACK, "utf8")));
  const stack = await startStack();
  try {
    await addDemoConversations(stack.description.databaseUrl, stack.description.organizationId);
    await addDemoPlugins(stack.description.databaseUrl, stack.description.organizationId);
    return await measure(stack.description);
  } finally {
    await stack.stop();
    removeDataDirectory(stack.dataDirectory);
  }
}

async function measurePanel(stack: StackDescription): Promise<[page: string, bytes: number][]> {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  try {
    const context = await browser.newContext({ baseURL: stack.panelUrl });
    const thread = await signIn(context, stack);
    const paths = [...pages.map((page) => `/${stack.organizationSlug}/${page}`), ...(thread ? [thread] : [])];
    const measured: [string, number][] = [];
    for (const path of paths) {
      const text = async (url: string) => (await context.request.get(url)).text();
      const name = path === thread ? "a thread" : (path.split("/").at(-1) ?? path);
      measured.push([name, await weigh(await text(path), stack.panelUrl, text)]);
    }
    return measured;
  } finally {
    await browser.close();
  }
}

/** Leaves the session in the context; returns the address of a conversation, if there is one. */
async function signIn(context: BrowserContext, { owner, organizationSlug }: StackDescription): Promise<string | null> {
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("Email", { exact: true }).fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/overview");
  await page.goto(`/${organizationSlug}/conversations`);
  const thread = await page
    .locator("a[data-row]")
    .first()
    .getAttribute("href")
    .catch(() => null);
  await page.close();
  return thread;
}

/** All scripts that a page names, also those that its components need to come alive; not what old browsers get alone. */
async function weigh(html: string, base: string, read: (url: string) => Promise<string>): Promise<number> {
  const forAll = html.replace(/<script[^>]*\bnoModule[^>]*>/gi, "");
  const names = new Set(forAll.match(/\/_next\/static\/chunks\/[^"\\?]+\.js/g));
  let bytes = 0;
  for (const name of names) bytes += gzipSync(await read(new URL(name, base).href)).length;
  return bytes;
}

function kb(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
