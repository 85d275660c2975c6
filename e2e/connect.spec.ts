import { test as base, expect, type Page } from "@playwright/test";
import type { StackDescription } from "../local/stack-file";
import { removeDataDirectory, startStack } from "../tests/start-stack";
import { patient } from "./panel";
import { makeCustomer } from "./test";

/** A stack that nobody has set up yet, with the stand-ins for Twilio and the provider. */
const test = base.extend<object, { empty: StackDescription }>({
  empty: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are wanted from the pattern
    async ({}, use) => {
      const stack = await startStack({ env: { DEMO: "0" } });
      await use(stack.description);
      await stack.stop();
      removeDataDirectory(stack.dataDirectory);
    },
    { scope: "worker", timeout: 300_000 },
  ],
  baseURL: async ({ empty }, use) => use(empty.panelUrl),
  page: async ({ page }, use) => use(patient(page)),
});

const wrongToken = "0123456789abcdef".repeat(2);
const email = "nadia@northside.example";
const password = "correct horse battery staple";

test.describe.configure({ mode: "serial" });

function twilioOf({ twilio }: StackDescription) {
  if (!twilio) throw new Error("This stack has no Twilio simulator.");
  return twilio;
}

async function control({ apiUrl }: { apiUrl: string }, path: string, body: object) {
  const response = await fetch(`${apiUrl}/_sim/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

async function signIn(page: Page) {
  await page.goto("/sign-in");
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/northside-cycles/**");
}

const open = (page: Page, title: string) => page.getByRole("region", { name: title, exact: true });

test("from the first run, by a wrong token and then the right one, to the first answered message", async ({
  page,
  empty,
}) => {
  test.setTimeout(120_000);
  const twilio = twilioOf(empty);
  const { accountSid, authToken, number } = twilio;
  await control(twilio, "accounts", {
    accountSid,
    authToken,
    numbers: [{ number, webhookUrl: "https://elsewhere.example/hook" }],
  });

  await page.goto("/");
  await page.getByLabel("Your name").fill("Nadia Rahman");
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByLabel("Organisation").fill("Northside Cycles");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.locator("form button[type=submit]").click();
  await page.waitForURL("**/northside-cycles/**");

  await page.goto("/northside-cycles/whatsapp");
  await expect(page.getByRole("heading", { name: "0 of 6 done" })).toBeVisible();
  const provider = open(page, "Model provider");
  await provider.getByLabel("Provider", { exact: true }).selectOption("openai-compatible");
  await provider.getByLabel("API key").fill("sk-northside-0123456789");
  await provider.getByLabel("Address").fill("http://127.0.0.1:9/v1");
  await provider.getByRole("button", { name: "Try the key and save" }).click();
  await expect(provider.getByText("could not be reached").last()).toBeVisible();
  await provider.getByLabel("Address").fill(empty.model?.baseUrl ?? "");
  await provider.getByRole("button", { name: "Try the key and save" }).click();
  await expect(page.getByText(/tried with a real call in/)).toBeVisible();

  const model = open(page, "Model");
  await model.getByRole("combobox", { name: "Model" }).selectOption("gpt-4.1-mini");
  await expect(model.getByLabel(/^In:/)).toHaveValue("0.4");
  await model.getByRole("combobox", { name: "Model" }).selectOption("acme-demo");
  await model.getByLabel(/^In:/).fill("0.5");
  await model.getByLabel(/^Out:/).fill("2");
  await model.getByRole("button", { name: "Use this model" }).click();
  await expect(page.getByText("$0.50 in and $2.00 out for a million tokens")).toBeVisible();

  const sender = open(page, "Twilio sender");
  await sender.getByLabel("WhatsApp number").fill(`whatsapp: ${number.slice(0, 3)} ${number.slice(3)}`);
  await sender.getByLabel("Account SID").fill(accountSid);
  await sender.getByLabel("Auth Token").fill(wrongToken);
  await sender.getByRole("button", { name: "Check at Twilio and save" }).click();
  await expect(
    sender.getByText("Twilio refuses the credentials (20003). Enter SID and token again.").last(),
  ).toBeVisible();
  await expect(sender.getByLabel("Account SID")).toHaveValue(accountSid);
  await sender.getByLabel("Auth Token").fill(authToken);
  await sender.getByRole("button", { name: "Check at Twilio and save" }).click();
  await expect(page.getByText("10,000 new people a day")).toBeVisible();

  const webhook = open(page, "Webhook");
  await expect(webhook.getByText("https://elsewhere.example/hook")).toBeVisible();
  await webhook.getByRole("button", { name: "Set it for me" }).click();
  await expect(page.getByText("Twilio has our addresses").first()).toBeVisible();

  const business = open(page, "Business and prompt");
  await business.getByLabel("Begin from").selectOption("shop");
  const prompt = business.getByLabel("Prompt", { exact: true });
  await expect(prompt).toHaveValue(/advise customers of the shop/);
  await business.getByLabel("Time zone").fill("Europe/London");
  await business.getByRole("button", { name: "Publish version 1" }).click();
  await expect(business.getByText(/^Write your own words for \[kinds of goods/).first()).toBeVisible();
  await expect(business.getByLabel("Time zone")).toHaveValue("Europe/London");
  await prompt.fill((await prompt.inputValue()).replace(/\[[^\]]+\]/g, "a colleague tells more"));
  await business.getByRole("button", { name: "Publish version 1" }).click();

  const waiting = open(page, "Test message");
  await expect(waiting.getByText("Waiting for your message")).toBeVisible();
  const customer = makeCustomer(twilio);
  await customer.write("Hello, when are you open today?");
  await expect(waiting.getByText(/^It arrived/)).toBeVisible();
  await expect(waiting.getByText(/^Answered in/)).toBeVisible();
  expect((await customer.answers())[0]?.body).toContain("digital assistant");

  await waiting.getByRole("button", { name: "Finish" }).click();
  await expect(page.getByRole("heading", { name: "Your number" })).toBeVisible();
  await expect(page.getByText(/Twilio reached us/)).toBeVisible();
});

test("the token is changed while messages flow, and none is lost", async ({ page, empty }) => {
  test.setTimeout(180_000);
  const twilio = twilioOf(empty);
  const customer = makeCustomer(twilio);
  await signIn(page);
  await page.goto("/northside-cycles/whatsapp");

  let sent = 0;
  let flowing = true;
  const refused: number[] = [];
  const flow = (async () => {
    while (flowing) {
      const { accepted } = await customer.write(`Message ${++sent} ref FLOW${String(sent).padStart(4, "0")}`);
      if (!accepted) refused.push(sent);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  })();

  try {
    const rotation = open(page, "Change the Auth Token");
    await rotation.getByRole("button", { name: "Let Twilio make a second token" }).click();
    await rotation.getByRole("button", { name: "Try the new token and send with it" }).click();
    await rotation.getByRole("button", { name: "Make it Twilio’s first token" }).click({ timeout: 30_000 });
    await expect(rotation.getByText("proven", { exact: true })).toBeVisible({ timeout: 30_000 });
    await rotation.getByRole("button", { name: "Drop the old token" }).click({ timeout: 45_000 });
    await expect(rotation.getByRole("button", { name: "Let Twilio make a second token" })).toBeVisible();
    const after = sent + 3;
    await expect.poll(() => sent).toBeGreaterThan(after);
  } finally {
    flowing = false;
    await flow;
  }

  expect(refused).toEqual([]);
  const last = `ref FLOW${String(sent).padStart(4, "0")}`;
  await expect
    .poll(
      async () =>
        (await customer.messages()).some(({ direction, body }) => direction !== "inbound" && body.includes(last)),
      {
        timeout: 60_000,
      },
    )
    .toBe(true);
  const failed = (await customer.messages()).filter(({ status }) => ["failed", "undelivered"].includes(status));
  expect(failed).toEqual([]);
  const response = await fetch(`${twilio.apiUrl}/2010-04-01/Accounts/${twilio.accountSid}.json`, {
    headers: { authorization: `Basic ${btoa(`${twilio.accountSid}:${twilio.authToken}`)}` },
  });
  expect(response.status).toBe(401);
});
