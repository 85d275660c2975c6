import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { alive, expectNoViolations, liveVersion, settled } from "./panel";
import { expect, test } from "./test";

const phone = { width: 390, height: 844 };
const desk = { width: 1440, height: 900 };
const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const rowOf = (page: Page, name: string) => page.locator("[data-row]").filter({ hasText: name });
const thread = (page: Page) => page.getByRole("log", { name: "Messages" });

test.describe("signing in", () => {
  test("a wrong password is said beside the field, and the e-mail that was typed stays", async ({ page, stack }) => {
    await page.goto("/sign-in");
    await page.getByLabel("Email", { exact: true }).fill(stack.owner.email);
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    const password = page.getByLabel("Password", { exact: true });
    await expect(password).toHaveAccessibleDescription(/do not match/);
    await expect(password).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("Email", { exact: true })).toHaveValue(stack.owner.email);
  });

  test("after five failures the page says how long to wait", async ({ page }) => {
    await page.goto("/sign-in");
    const password = page.getByLabel("Password", { exact: true });
    const email = `${randomUUID()}@example.com`;
    for (let failures = 0; failures <= 5; failures++) {
      await page.getByLabel("Email", { exact: true }).fill(email);
      await password.fill("wrong");
      const answered = page.waitForResponse((response) => response.request().method() === "POST");
      await page.getByRole("button", { name: "Sign in" }).click();
      await answered;
      await expect(password).toHaveValue("");
    }
    await expect(password).toHaveAccessibleDescription(/Too many failed attempts\. Try again in \d+ minutes/);
  });

  test("nobody sees a page before signing in, which leads back to it", async ({ page, stack }) => {
    await page.goto(`/${stack.organizationSlug}/conversations`);
    await expect(page).toHaveURL(/\/sign-in(\?|$)/);
    await page.getByLabel("Email", { exact: true }).fill(stack.owner.email);
    await page.getByLabel("Password", { exact: true }).fill(stack.owner.password ?? "");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(`/${stack.organizationSlug}/conversations`);
  });

  test("signing out closes the panel", async ({ page, signIn, stack }) => {
    await signIn();
    await page.getByRole("button", { name: "Theme and sign-out" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/\/sign-in(\?|$)/);
    await page.goto(`/${stack.organizationSlug}/conversations`);
    await expect(page).toHaveURL(/\/sign-in(\?|$)/);
  });

  test.describe("without JavaScript", () => {
    test.use({ javaScriptEnabled: false });

    test("a wrong password is said, the right one opens the list", async ({ page, stack, customer }) => {
      await customer.write("hello");
      await page.goto("/sign-in");
      await page.getByLabel("Email", { exact: true }).fill(stack.owner.email);
      await page.getByLabel("Password", { exact: true }).fill("wrong");
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByText("do not match").first()).toBeVisible();
      await page.getByLabel("Password", { exact: true }).fill(stack.owner.password ?? "");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("link", { name: "Conversations" }).click();
      await expect(page.locator("[data-row]").first()).toBeVisible();
    });
  });
});

test.describe("a conversation on the screen", () => {
  test("it appears in the list and grows in the thread while somebody looks on, up to the read sign", async ({
    page,
    signIn,
    customer,
  }) => {
    await signIn();
    const name = `Live ${customer.number.slice(-6)}`;
    await customer.write("Hello, are you open?", { profileName: name });
    await rowOf(page, name).click();
    await expect(thread(page)).toContainText("Hello, are you open?");
    await expect(thread(page).locator("[data-delivery=read]").first()).toBeVisible();

    await customer.write("and ref LIVE99", { profileName: name });
    await expect(thread(page)).toContainText("and ref LIVE99");
    await expect(thread(page)).toContainText("Noted: ref LIVE99");
    await expect(
      thread(page)
        .getByText(`v${await liveVersion(page)}`)
        .first(),
    ).toBeVisible();
  });

  test("a message that did not arrive says so, why, and with Twilio's code", async ({ page, signIn, customer }) => {
    await signIn();
    await customer.write("hello", { from: "+15550103016", profileName: "Outside Window" });
    const row = rowOf(page, "Outside Window");
    await expect(row).toContainText("Not delivered");
    await row.click();
    await expect(thread(page)).toContainText(/Not delivered: .*24 hours/);
    await expect(thread(page).getByRole("link", { name: "63016" }).last()).toHaveAttribute(
      "href",
      "https://www.twilio.com/docs/api/errors/63016",
    );
  });

  test("a customer's words are shown as words: escaped, with WhatsApp's own formatting and links", async ({
    page,
    signIn,
    customer,
  }) => {
    await signIn();
    const name = `Words ${customer.number.slice(-6)}`;
    const body = '<img src=x onerror="document.title=1"> *bold* https://acme.example/a';
    await customer.write(body, { profileName: name });
    await rowOf(page, name).click();
    await expect(thread(page)).toContainText('<img src=x onerror="document.title=1">');
    await expect(thread(page).locator("strong", { hasText: "bold" }).first()).toBeVisible();
    const link = thread(page).getByRole("link", { name: "https://acme.example/a" }).first();
    await expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
  });

  test("a photo is shown and a document handed over through us, with headers that keep them harmless", async ({
    page,
    signIn,
    customer,
  }) => {
    await signIn();
    const name = `Media ${customer.number.slice(-6)}`;
    await customer.write("the bracket", {
      profileName: name,
      media: [
        { contentType: "image/png", base64: pixel },
        { contentType: "application/pdf", base64: btoa("%PDF-1.4") },
      ],
    });
    await rowOf(page, name).click();
    const image = thread(page).getByRole("img", { name: "From the customer" });
    await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(0);

    const document = await page.request.get(
      (await thread(page).getByRole("link", { name: "Document" }).getAttribute("href")) ?? "",
    );
    expect(document.status()).toBe(200);
    expect(document.headers()).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": expect.stringMatching(/^attachment; filename="[\w-]+\.pdf"$/),
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
    });
    expect(await page.content()).not.toContain("api.twilio.com");
  });

  test("who reads further up is not moved, and is told of what is new", async ({ page, signIn, customer }) => {
    await signIn();
    const name = `Reader ${customer.number.slice(-6)}`;
    for (let i = 0; i < 3; i++) await customer.write(`ref LONG${i} ${"and so on\n".repeat(30)}`, { profileName: name });
    await customer.answers();
    await rowOf(page, name).click();
    await expect(thread(page)).toContainText("Noted: ref LONG0");
    await expect(thread(page).locator("[data-delivery=read]").last()).toBeVisible();
    const pane = page.getByRole("region", { name: "Thread" });
    await pane.hover();
    await page.mouse.wheel(0, -900);
    const topOfFirst = () =>
      thread(page)
        .getByText("ref LONG1")
        .first()
        .boundingBox()
        .then((box) => box?.y);
    await expect.poll(() => pane.evaluate((element) => element.scrollTop)).toBe(-900);
    const before = await topOfFirst();

    await customer.write("ref NEW1", { profileName: name });
    await page.getByRole("button", { name: /\d new/ }).waitFor();
    expect(Math.abs(((await topOfFirst()) ?? 0) - (before ?? 0))).toBeLessThan(2);
    await page.getByRole("button", { name: /\d new/ }).click();
    await expect(thread(page).getByText("ref NEW1").last()).toBeInViewport();
  });

  test("J and K walk through the list, Enter opens, Escape goes back", async ({ page, signIn, customer, stack }) => {
    const name = `Walk ${customer.number.slice(-6)}`;
    await customer.write("hello", { profileName: name });
    await customer.answers();
    await signIn();
    // Nobody else is being answered, who would take the first place.
    await expect(page.locator("[data-row]").first()).toContainText(name);
    await page.keyboard.press("j");
    await expect(rowOf(page, name)).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(thread(page)).toContainText("hello");
    await alive(page);
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(new RegExp(`/${stack.organizationSlug}/conversations$`));
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: phone, hasTouch: true });

  test("list and thread each have the screen to themselves, and nothing sticks out", async ({
    page,
    signIn,
    customer,
  }) => {
    await signIn();
    const name = `Phone ${customer.number.slice(-6)}`;
    await customer.write(`A long address: https://acme.example/${"path/".repeat(30)}`, { profileName: name });
    await rowOf(page, name).click();
    await expect(thread(page)).toContainText("A long address");
    await expect(page.locator("[data-row]").first()).toBeHidden();
    await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
    await settled(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);
    await page.getByRole("link", { name: "Back to the list" }).click();
    await expect(rowOf(page, name)).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  });
});

test.describe("for everybody", () => {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const viewport of [desk, phone]) {
      test(`axe finds nothing wrong at ${viewport.width} in the ${colorScheme}`, async ({ page, signIn, customer }) => {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(viewport);
        await page.goto("/sign-in");
        await expectNoViolations(page);
        const name = `Axe ${customer.number.slice(-6)}`;
        await customer.write("hello", { profileName: name });
        await customer.answers();
        await signIn();
        await expect(rowOf(page, name)).toBeVisible();
        await expectNoViolations(page);
        await rowOf(page, name).click();
        await expect(thread(page).locator("[data-delivery=read]")).toBeVisible();
        await expectNoViolations(page);
      });
    }
  }

  test("the chosen theme is there before any script runs", async ({ page, signIn, browser, baseURL }) => {
    await signIn();
    await page.getByRole("button", { name: "Theme and sign-out" }).click();
    await page.getByRole("button", { name: "Dark" }).click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    const state = await page.context().storageState();
    const bare = await browser.newContext({ javaScriptEnabled: false, storageState: state, baseURL });
    const again = await bare.newPage();
    await again.goto("/");
    await expect(again.locator("html")).toHaveAttribute("data-theme", "dark");
    await bare.close();
  });

  test("pages forbid scripts that are not ours", async ({ page }) => {
    const response = await page.goto("/sign-in");
    const policy = (await response?.headerValue("content-security-policy")) ?? "";
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]+' 'strict-dynamic';/);
    expect(policy).not.toMatch(/unsafe-(inline|eval)/);
  });
});
