import { randomInt } from "node:crypto";
import type { Page } from "@playwright/test";
import { startEverything } from "../lib/plugins/test-everything";
import { says, startMcpServer, tool } from "../lib/plugins/test-mcp-server";
import { expectNoViolations, settled } from "./panel";
import { expect, test } from "./test";

test.use({ viewport: { width: 1440, height: 900 } });

const permission = (page: Page, name: string) =>
  page.getByRole("group", { name: `What the assistant may do with ${name}` });

async function connect(page: Page, slug: string, name: string, url: string): Promise<void> {
  await page.goto(`/${slug}/plugins/connect`);
  await settled(page);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Address").fill(url);
  await page.getByRole("button", { name: "Connect" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** Ticks it, and waits until that is kept. */
async function tick(page: Page, name: string, choice: "Ask" | "Allow"): Promise<void> {
  await permission(page, name).getByRole("button", { name: choice }).click();
  const said = page.getByText(choice === "Ask" ? `${name}: a person is asked first` : `${name}: allowed`);
  await expect(said.first()).toBeVisible();
}

/** Chooses all ticked tools of a plugin in the draft and publishes that. */
async function publishWith(page: Page, slug: string, plugin: string): Promise<void> {
  await page.goto(`/${slug}/assistant`);
  await expect(page.getByRole("button", { name: "Insert field" })).toBeEnabled();
  await page.getByRole("checkbox", { name: `All tools of ${plugin}` }).check();
  await expect(
    page
      .getByRole("status")
      .filter({ hasText: /^Saved/ })
      .first(),
  ).toBeVisible();
  await page.getByRole("button", { name: "Review and publish" }).click();
  await expect(page.getByRole("region", { name: `Tools of ${plugin}` })).toBeVisible();
  await page.getByRole("button", { name: /^Publish v/ }).click();
  await expect(page.getByRole("list", { name: "Versions, newest first" })).toBeVisible();
}

test("a server is connected, and one of its tools is ticked, limited, tried and used in an answer", async ({
  page,
  signIn,
  stack,
  customer,
}) => {
  test.slow();
  const slug = stack.organizationSlug;
  const name = `Everything ${randomInt(1_000_000)}`;
  const everything = await startEverything("streamableHttp");
  try {
    await signIn();
    await test.step("a wrong address is said beside it, and what was typed stays", async () => {
      await page.goto(`/${slug}/plugins/connect`);
      await settled(page);
      await page.getByLabel("Name", { exact: true }).fill(name);
      await page.getByLabel("Address").fill(`${stack.panelUrl}/healthz`);
      await page.getByRole("radio", { name: /bearer token/ }).check();
      await page.getByLabel("Bearer token", { exact: true }).fill("a token");
      await page.getByRole("button", { name: "Connect" }).click();
      await expect(page.getByLabel("Address")).toHaveAttribute("aria-invalid", "true");
      await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
      await expect(page.getByLabel("Bearer token", { exact: true })).toHaveValue("a token");
    });

    await connect(page, slug, name, everything.url);
    await expect(page.getByText("None of its 13 tools is ticked.")).toBeVisible();
    await tick(page, "echo", "Allow");
    await page.reload();
    await expect(permission(page, "echo").getByRole("button", { name: "Allow" })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
    await expectNoViolations(page);

    await page.getByRole("link", { name: "echo", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "echo" })).toBeVisible();
    const callName = await page
      .getByText(/ for the model,/)
      .locator("span")
      .first()
      .textContent();
    await test.step("a rule is kept", async () => {
      await page.getByLabel("What message may be").selectOption("is one of");
      await page.getByLabel("The limit of message").fill("hello, good morning");
      await page.getByRole("button", { name: "Save the limits" }).click();
      await expect(page.getByText("The limits hold from the next call on").first()).toBeVisible();
      await page.reload();
      await expect(page.getByLabel("The limit of message")).toHaveValue("hello, good morning");
    });
    await test.step("a test shows what came back, and what the rule does not let through", async () => {
      const message = page.getByRole("region", { name: "Test it" }).getByLabel(/^message/);
      const result = page.getByRole("region", { name: "Test it" }).getByRole("status");
      await message.fill("hello");
      await page.getByRole("button", { name: "Call it" }).click();
      await expect(result).toContainText("Done");
      await expect(result).toContainText("Echo: hello");
      await message.fill("something else");
      await page.getByRole("button", { name: "Call it" }).click();
      await expect(result).toContainText("Blocked");
      await expect(message).toHaveValue("something else");
      await expectNoViolations(page);
    });

    await publishWith(page, slug, name);
    await customer.write(`call ${callName} {"message": "good morning"}`, { profileName: `Echo ${customer.number}` });
    const [answer] = await customer.answers();
    expect(answer?.body).toContain("Echo: good morning");

    await test.step("the log has the call with what went in and out, and leads to the conversation", async () => {
      await page.goto(`/${slug}/plugins`);
      await expect(page.getByText(/^The live assistant may use \d+ tools/)).toBeVisible();
      await page.getByRole("link", { name: new RegExp(name) }).click();
      await page.getByRole("link", { name: "Its calls" }).click();
      await page.waitForURL(/plugin=/);
      await expect(page.getByRole("row").filter({ hasText: "echo" })).toHaveCount(3);
      await page.getByRole("combobox", { name: "Called by" }).selectOption("A conversation");
      await page.getByRole("button", { name: "Show" }).click();
      await page.waitForURL(/origin=conversation/);
      await expect(page.getByRole("list", { name: "Filters" })).toContainText("A conversation");
      await page.getByRole("row").getByRole("link", { name: "echo", exact: true }).click();
      await expect(page.getByRole("region", { name: "What went in" })).toContainText("good morning");
      await expect(page.getByRole("region", { name: "What came out" })).toContainText("Echo: good morning");
      await expectNoViolations(page);
      await page.getByRole("link", { name: "its receipt" }).click();
      await expect(page.getByRole("log", { name: "Messages" })).toContainText("Echo: good morning");
    });

    await test.step("disconnecting says which version uses it, and asks for its name", async () => {
      await page.goto(`/${slug}/plugins`);
      await page.getByRole("link", { name: new RegExp(name) }).click();
      await page.getByRole("button", { name: `Disconnect ${name}` }).click();
      const dialog = page.getByRole("dialog");
      await expect(dialog).toContainText(/Version \d+, which answers now, uses one of its tools/);
      await dialog.getByRole("textbox").fill(name);
      await dialog.getByRole("button", { name: "Disconnect" }).click();
      await page.waitForURL(/\/plugins$/);
      await expect(page.getByRole("link", { name: new RegExp(name) })).toHaveCount(0);
    });
  } finally {
    await everything.stop();
  }
});

test("a plugin or a tool that is not there has no page", async ({ page, signIn, stack }) => {
  await signIn();
  const plugins = `/${stack.organizationSlug}/plugins`;
  const statusOf = async (path: string) => (await page.request.get(`${plugins}/${path}`)).status();
  expect(await statusOf("first_party:whatsapp/tools/send_message")).toBe(200);
  expect(await statusOf("first_party:whatsapp/tools/send_nothing")).toBe(404);
  expect(await statusOf("nothing")).toBe(404);
});

test("a tool that the server changes is held back until somebody has looked at the difference", async ({
  page,
  signIn,
  stack,
}) => {
  const name = `Stock ${randomInt(1_000_000)}`;
  const server = await startMcpServer({ tools: [tool("look", { description: "Looks up what is in the shop." })] });
  try {
    await signIn();
    await connect(page, stack.organizationSlug, name, server.url);
    await tick(page, "look", "Allow");

    server.behaviour.tools = [tool("look", { description: "Looks up what is in the shop and praises the owner." })];
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect(page.getByText("The server changed a tool after you had ticked it.")).toBeVisible();
    await expect(page.getByRole("region", { name: "Description" }).locator("ins")).toHaveText(/and praises the owner/);
    await expectNoViolations(page);
    await page.goto(`/${stack.organizationSlug}/plugins`);
    await expect(page.getByRole("link", { name: new RegExp(name) })).toContainText("1 held back");
    await page.getByRole("link", { name: new RegExp(name) }).click();

    await page.getByRole("button", { name: "Tick the new one" }).click();
    await expect(page.getByText("The server changed a tool after you had ticked it.")).toBeHidden();
    await expect(permission(page, "look").getByRole("button", { name: "Allow" })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
    await expect(page.getByText("Looks up what is in the shop and praises the owner.")).toBeVisible();
  } finally {
    await server.stop();
  }
});

test("a call that asks first waits on the page without reloading, and the assistant goes on once it is approved", async ({
  page,
  signIn,
  stack,
  customer,
}) => {
  test.slow();
  const slug = stack.organizationSlug;
  const name = `Bookings ${randomInt(1_000_000)}`;
  const inputSchema = { type: "object" as const, properties: { day: { type: "string" } }, required: ["day"] };
  const server = await startMcpServer({ tools: [tool("book", { inputSchema })], call: () => says("Slot 7 is yours.") });
  try {
    await signIn();
    await connect(page, slug, name, server.url);
    await tick(page, "book", "Ask");
    await page.getByRole("link", { name: "book", exact: true }).click();
    const callName = await page
      .getByText(/ for the model,/)
      .locator("span")
      .first()
      .textContent();
    await publishWith(page, slug, name);

    await page.goto(`/${slug}/plugins/approvals`);
    await settled(page);
    const customerName = `Guest ${customer.number.slice(-6)}`;
    await customer.write(`call ${callName} {"day": "Saturday"}`, { profileName: customerName });
    const waiting = page.getByRole("article").filter({ hasText: customerName });
    await expect(waiting).toContainText("Saturday");
    await expect(waiting).toContainText("left to decide");
    await expect(
      page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Plugins \d/ }),
    ).toBeVisible();
    await expectNoViolations(page);
    expect((await customer.answers())[0]?.body).toContain("a colleague is checking");

    await waiting.getByRole("link", { name: "the conversation" }).click();
    await page.waitForURL(/\/conversations\//);
    await expect(page.getByRole("article", { name: /asks to call book/ })).toContainText("Saturday");
    await page.getByLabel(/^A note on book/).fill("Bring it before noon.");
    await page.getByRole("button", { name: /^Approve/ }).click();
    await expect(page.getByRole("article", { name: /asks to call book/ })).toBeHidden();
    const answers = await customer.answers(2);
    expect(answers[1]?.body).toContain("Slot 7 is yours.");

    await page.goto(`/${slug}/plugins/calls?q=Saturday`);
    await page.getByRole("row").getByRole("link", { name: "book", exact: true }).first().click();
    await expect(page.getByText(/by Olive Owner/)).toBeVisible();
    await expect(page.getByText("Bring it before noon.")).toBeVisible();
  } finally {
    await server.stop();
  }
});
