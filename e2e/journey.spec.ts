import { expect, test } from "./test";

test.describe("a message's journey", () => {
  test("a message typed on the phone page is answered there, and both sides stand in the panel", async ({
    page,
    context,
    twilio,
    signIn,
  }) => {
    const phone = await context.newPage();
    await phone.goto(twilio.phoneUrl);
    const reference = `J${Date.now()}`;
    await phone.getByLabel("Message", { exact: true }).fill(`Hello, when are you open? ref ${reference}`);
    await phone.getByLabel("Message", { exact: true }).press("Enter");
    await expect(phone.getByRole("log")).toContainText(`Noted: ref ${reference}`);

    await signIn();
    const conversation = page.getByRole("link").filter({ hasText: "Priya Nair" });
    await conversation.first().click();
    await expect(page.getByText(`when are you open? ref ${reference}`).last()).toBeVisible();
    await expect(page.getByText(`Noted: ref ${reference}`).last()).toBeVisible();
  });

  test("three quick messages get one reply that answers them all", async ({ customer }) => {
    await Promise.all(["AAA111", "BBB222", "CCC333"].map((reference) => customer.write(`and ref ${reference}`)));
    const [answer, ...others] = await customer.answers();
    expect(answer?.body).toContain("ref AAA111");
    expect(answer?.body).toContain("ref BBB222");
    expect(answer?.body).toContain("ref CCC333");
    expect(others).toEqual([]);
  });

  test("a long answer arrives whole and in order, in at most three messages", async ({ customer }) => {
    await customer.write("Please explain everything in detail");
    await expect(async () => {
      const bodies = (await customer.answers()).map((answer) => answer.body);
      expect(bodies.at(-1)).toMatch(/write to us whenever you wish!$/);
    }).toPass({ timeout: 30_000 });
    const bodies = (await customer.answers()).map((answer) => answer.body);
    expect(bodies.length).toBeLessThanOrEqual(3);
    for (const body of bodies) expect(body.length).toBeLessThanOrEqual(1_500);
    expect(bodies.join(" ")).toContain("https://acme.example/setup/home-speaker/first-steps?lang=en&step=network");
    const steps = bodies.join("\n").match(/^\*\d\./gm);
    expect(steps).toEqual(["*1.", "*2.", "*3.", "*4.", "*5.", "*6.", "*7.", "*8."]);
  });
});
