import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "@playwright/test";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CUSTOMER, SENDER, startStage } from "../test-stage";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

let browser: Browser;
let stage: Awaited<ReturnType<typeof startStage>>;
let page: Page;

/** In a real browser; where there is none, the journeys in e2e/ still need one and say so. */
describe.skipIf(!existsSync(executablePath))("On the phone page", () => {
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    stage = await startStage();
    page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(stage.simulator.phoneUrl);
    await page.getByText("No messages yet").waitFor();
  });
  afterEach(async () => {
    await page.context().close();
    await stage.close();
  });

  const reply = (body: string, to = CUSTOMER) => stage.client.messages.create({ from: SENDER, to, body });
  const write = async (text: string) => {
    await page.getByRole("textbox", { name: "Message" }).fill(text);
    await page.keyboard.press("Enter");
  };

  test("a typed message reaches the app, is read when typing begins, and the reply appears without the sign", async () => {
    await write("Is my <b>bicycle</b> ready?");
    const [request] = await stage.app.until("/inbound", 1);
    expect(request?.params).toMatchObject({
      Body: "Is my <b>bicycle</b> ready?",
      ProfileName: "Priya Nair",
      From: CUSTOMER,
    });
    await page.getByRole("img", { name: "Delivered" }).waitFor();

    const messageId = request?.params.MessageSid ?? "";
    await stage.client.messaging.v2.typingIndicator.create({ channel: "whatsapp", messageId });
    await page.getByRole("img", { name: "Acme Support is typing" }).waitFor();
    await page.getByRole("img", { name: "Read", exact: true }).waitFor();

    await reply("Yes, *today* until 18:00.");
    await page.locator(".msg:not(.mine) b", { hasText: "today" }).waitFor();
    await page.getByRole("img", { name: "Acme Support is typing" }).waitFor({ state: "detached" });
  });

  test("a template shows its text with the variables and its buttons, and a tapped one goes back to the app", async () => {
    await write("Hello");
    await stage.app.until("/inbound", 1);
    const reminder = (await stage.client.content.v1.contents.list()).find(({ types }) => "twilio/quick-reply" in types);
    const contentVariables = JSON.stringify({ 1: "Friday", 2: "09:00" });
    await stage.client.messages.create({ from: SENDER, to: CUSTOMER, contentSid: reminder?.sid, contentVariables });
    await page.getByText("Your appointment is on Friday at 09:00. Will you come?").waitFor();
    await page.getByRole("button", { name: "Another day" }).click();
    const [, tapped] = await stage.app.until("/inbound", 2);
    expect(tapped?.params).toMatchObject({
      MessageType: "button",
      ButtonText: "Another day",
      ButtonPayload: "button_2",
    });
    await page.locator(".msg.mine", { hasText: "Another day" }).waitFor();
  });

  test("a voice note, a picture and a place go out as what they are", async () => {
    for (const name of ["Voice note", "Photo", "Place"]) await page.getByRole("button", { name, exact: true }).click();
    const sent = (await stage.app.until("/inbound", 3)).map(({ params }) => params.MessageType);
    expect(sent.sort()).toEqual(["audio", "image", "location"]);
    await page.getByRole("button", { name: "Play voice note" }).waitFor();
    await page.getByRole("img", { name: "Picture" }).waitFor();
    await page.getByText("Jubilee Gardens").waitFor();
  });

  test("a customer can be added by number, and one whose number misbehaves can be taken from the list", async () => {
    await page.getByRole("button", { name: "Another customer" }).click();
    await page.getByLabel("Number, or user id").fill("not a number");
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByLabel("Number, or user id").fill("+34 600 000 112");
    await page.getByLabel("Name").fill("Ines Prado");
    await page.getByRole("button", { name: "Add" }).click();
    await write("Hola");
    const [request] = await stage.app.until("/inbound", 1);
    expect(request?.params).toMatchObject({ From: "whatsapp:+34600000112", ProfileName: "Ines Prado" });

    await page.getByText("Numbers that misbehave").click();
    await page.getByRole("button", { name: "Blocked the business" }).click();
    await write("Hello?");
    await stage.app.until("/inbound", 2);
    await reply("Hello", "whatsapp:+15550103033");
    await page.getByText("A reply did not reach this phone: 63033").waitFor();
  });

  test("a message that the app refuses says so, and the log names the answer", async () => {
    const numbers = [{ number: SENDER, webhookUrl: "http://127.0.0.1:9/nowhere", businessName: "Closed shop" }];
    const account = { accountSid: `AC${"a".repeat(32)}`, authToken: "test-auth-token", numbers };
    await stage.post("/_sim/accounts", account);
    await page.locator(".peer").getByText("Closed shop").waitFor();
    await write("Anybody?");
    await page.getByRole("img", { name: "Your app did not accept it" }).waitFor();
    await page.getByText("ECONNREFUSED").first().waitFor();
  });

  test("a switch makes it harder until it is off again", async () => {
    const twice = page.getByRole("switch", { name: "Send every webhook twice" });
    await twice.click();
    await twice.and(page.locator("[aria-checked=true]")).waitFor();
    await write("Hello");
    await stage.app.until("/inbound", 2);
    await twice.click();
    await twice.and(page.locator("[aria-checked=false]")).waitFor();
    await write("Hello again");
    const bodies = (await stage.app.until("/inbound", 3)).map(({ params }) => params.Body);
    expect(bodies).toEqual(["Hello", "Hello", "Hello again"]);
  });

  test("a reply to somebody else is counted beside the name", async () => {
    await stage.write({ from: "+447700900207" });
    await reply("Hello Marcus", "whatsapp:+447700900207");
    await page.getByRole("button", { name: /Marcus Webb.*1$/ }).waitFor();
  });
});
