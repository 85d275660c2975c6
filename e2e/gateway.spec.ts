import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { expectNoViolations } from "./panel";
import { expect, test } from "./test";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..");

const snippet = (page: Page, name: string) => page.getByRole("region", { name, exact: true }).textContent();

test("both calls of the gateway work as they are pasted, and are counted for their token", async ({
  page,
  signIn,
  stack,
}) => {
  await signIn();
  await page.goto(`/${stack.organizationSlug}/api`);
  const name = `Gateway ${Date.now()}`;
  await page.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByRole("checkbox", { name: /use-gateway/ }).check();
  await dialog.getByLabel("At the gateway, at most").fill("0");
  await dialog.getByRole("button", { name: "Make the token" }).click();
  await expect(dialog.getByLabel("At the gateway, at most")).toHaveAccessibleDescription(/at least 1 request/);
  await dialog.getByLabel("At the gateway, at most").fill("30");
  await dialog.getByRole("button", { name: "Make the token" }).click();
  const TOKEN = (await dialog.locator("code").textContent()) ?? "";
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: name })).toContainText("30 requests a minute");

  const env = { ...process.env, TOKEN };
  const curl = await run("bash", ["-c", (await snippet(page, "curl")) ?? ""], { env });
  expect(JSON.parse(curl.stdout)).toMatchObject({
    object: "chat.completion",
    choices: [{ message: { content: expect.stringMatching(/\w/) } }],
  });
  const script = (await snippet(page, "TypeScript")) ?? "";
  const typeScript = await run(process.execPath, ["--input-type=module", "--eval", script], { env, cwd: root });
  expect(typeScript.stdout).toMatch(/\w/);

  await page.reload();
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row.getByRole("cell").nth(1)).toHaveText("2");
  await expectNoViolations(page);
});
