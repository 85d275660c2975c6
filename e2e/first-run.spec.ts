import { expect, test } from "@playwright/test";
import { removeDataDirectory, startStack } from "../tests/start-stack";
import { openPage } from "./panel";

test("the first one to open an empty Frontdesk becomes its owner, and the page closes for good", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const stack = await startStack({ env: { DEMO: "0" } });
  const { panelUrl } = stack.description;
  try {
    const page = await openPage(browser, { baseURL: panelUrl });
    for (const path of ["/", "/sign-in"]) {
      await page.goto(path);
      await expect(page).toHaveURL(/\/set-up$/);
    }
    await page.getByLabel("Your name").fill("Nadia Rahman");
    await page.getByLabel("Organisation").fill("Northside Cycles");
    await page.getByLabel("Email", { exact: true }).fill("nadia@northside.example");
    await page.getByLabel("Password", { exact: true }).fill("short");
    await page.getByRole("button", { name: "Open the desk" }).click();
    await expect(page.getByLabel("Password", { exact: true })).toHaveAccessibleDescription(/at least 10 characters/);
    await expect(page.getByLabel("Organisation")).toHaveValue("Northside Cycles");
    await page.getByLabel("Password", { exact: true }).fill("correct horse battery");
    await page.getByRole("button", { name: "Open the desk" }).click();
    await page.waitForURL("**/northside-cycles/**");

    const stranger = await openPage(browser, { baseURL: panelUrl });
    for (const path of ["/", "/set-up"]) {
      await stranger.goto(path);
      await expect(stranger).toHaveURL(/\/sign-in(\?|$)/);
    }
    await page.context().close();
    await stranger.context().close();
  } finally {
    await stack.stop();
    removeDataDirectory(stack.dataDirectory);
  }
});
