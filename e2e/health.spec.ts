import { randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import type { StackDescription } from "../local/stack-file";
import { formBody, signature } from "../local/twilio/signature";
import { expectNoViolations } from "./panel";
import { expect, makeCustomer, test } from "./test";

const webhook = "/webhooks/whatsapp/twilio";

interface Call {
  /** Where Twilio is told to call, and so what it signs. */
  origin: string;
  authToken: string;
}

/** One message as Twilio brings it. */
async function bringMessage({ twilio }: StackDescription, { origin, authToken }: Call): Promise<number> {
  if (!twilio) throw new Error("This stack has no Twilio simulator.");
  const parameters = {
    MessageSid: `SM${randomBytes(16).toString("hex")}`,
    AccountSid: twilio.accountSid,
    From: "whatsapp:+447911000099",
    To: `whatsapp:${twilio.number}`,
    Body: "Is anybody there?",
    NumMedia: "0",
  };
  const response = await fetch(origin + webhook, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": signature(authToken, origin + webhook, parameters),
    },
    body: formBody(parameters),
  });
  return response.status;
}

/** Asks for a look until the page shows what is looked for: a look is refused within seconds of the one before. */
async function lookUntil(page: Page, shown: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.getByRole("button", { name: "Check now" }).click();
    await shown();
  }).toPass({ intervals: [3_000], timeout: 45_000 });
}

test("a wrong address and then a wrong token are told apart, each with what to do", async ({ page, signIn, stack }) => {
  await signIn();
  await page.goto(`/${stack.organizationSlug}/health`);
  const twilio = stack.twilio ?? { authToken: "" };
  const refused = page.getByRole("article", { name: /refused since/ });

  // The server is the same one, but this is not the address that it knows itself by.
  const otherName = stack.publicUrl.replace("localhost", "127.0.0.1");
  expect(await bringMessage(stack, { origin: otherName, authToken: twilio.authToken })).toBe(403);
  await lookUntil(page, () => expect(refused).toContainText("a slightly different address", { timeout: 3_000 }));
  await expect(refused).toContainText("Unauthorised");
  await expect(refused).toContainText(`Twilio signed${otherName}${webhook}`);
  await expect(refused).toContainText(`We are at${stack.publicUrl}${webhook}`);
  await expect(refused.getByRole("link", { name: "Set the address" })).toHaveAttribute("href", /\/whatsapp$/);

  expect(await bringMessage(stack, { origin: stack.publicUrl, authToken: "0".repeat(32) })).toBe(403);
  await lookUntil(page, () => expect(refused).toContainText("does not match the Auth Token", { timeout: 3_000 }));
  await expect(refused).toContainText("primary Auth Token");
});

test("a failed message is found from the health page, with the reason that Twilio gave", async ({
  page,
  signIn,
  stack,
  twilio,
}) => {
  // The simulator lets what is sent to this number fail with 63024.
  const customer = { ...makeCustomer(twilio), number: "+15550103024" };
  await fetch(`${twilio.apiUrl}/_sim/inbound`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ from: customer.number, body: "hello", profileName: "Nora Nowhere" }),
  });
  await signIn();
  await page.goto(`/${stack.organizationSlug}/health`);
  const problem = page.getByRole("article", { name: /did not arrive/ });
  await lookUntil(page, () => expect(problem).toContainText("63024", { timeout: 3_000 }));
  await expect(problem).toContainText("Messages not delivering");
  await problem.getByRole("listitem").filter({ hasText: "63024" }).getByRole("link", { name: "Show them" }).click();
  await page.locator("[data-row]").filter({ hasText: "Nora Nowhere" }).click();
  await expect(page.getByRole("region", { name: "Thread" })).toContainText(/this number is not on WhatsApp.* 63024/);
});

test("the reference of the API lists the document's calls, and nobody else's desk has a health page", async ({
  page,
  signIn,
  stack,
}) => {
  const { paths } = await (await page.request.get("/openapi.json")).json();
  expect(Object.keys(paths)).toEqual(expect.arrayContaining(["/health-checks", "/whatsapp-app"]));
  await signIn();
  await page.goto("/docs/api");
  await expect(page).toHaveURL(`${stack.panelUrl}/${stack.organizationSlug}/api/reference`);
  await expect(page.getByRole("heading", { name: "Get an access token" })).toBeVisible();
  const sections = page.getByRole("navigation", { name: "Sections" });
  await sections.getByRole("link", { name: "Health" }).click();
  await expect(page.getByText('curl -sS "$DESK/health-checks"')).toBeVisible();
  for (const path of ["/nobody/health", "/nobody/api/reference"]) {
    expect((await page.request.get(path)).status()).toBe(404);
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing wrong at ${width} in the ${colorScheme}`, async ({ page, signIn, stack }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await signIn();
      for (const path of ["health", "api/reference?section=conversations"]) {
        await page.goto(`/${stack.organizationSlug}/${path}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectNoViolations(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
    });
  }
}
