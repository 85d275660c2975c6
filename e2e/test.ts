import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { test as base, expect } from "@playwright/test";
import type { StackDescription } from "../local/stack-file";
import { removeDataDirectory, startStack } from "../tests/start-stack";
import { patient } from "./panel";

type Twilio = NonNullable<StackDescription["twilio"]>;

/** Somebody with a phone, whom nobody else uses: tests share one stack and keep apart by their customers. */
export interface Customer {
  /** E.164. */
  number: string;
  /** Writes to the business, as Twilio would deliver it; with the fields of the simulator's POST /_sim/inbound. */
  write(body: string, fields?: Record<string, unknown>): Promise<{ messageSid: string; accepted: boolean }>;
  /** What Twilio holds of this customer, oldest first. */
  messages(): Promise<CustomerMessage[]>;
  /** The business's answers, once there are at least so many. */
  answers(count?: number): Promise<CustomerMessage[]>;
}

export interface CustomerMessage {
  sid: string;
  direction: string;
  body: string;
  status: string;
}

interface Fixtures {
  twilio: Twilio;
  customer: Customer;
  /** Signs the page in as the demo's owner; it ends on the conversation list. */
  signIn(): Promise<void>;
}

/** Playwright's test with a running stack in it, the same for all: pages are relative to its panel. */
export const test = base.extend<Fixtures, { stack: StackDescription }>({
  // STACK names the stack.json of one that runs already, to save the start.
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are wanted from the pattern
    async ({}, use) => {
      if (process.env.STACK) return use(JSON.parse(readFileSync(process.env.STACK, "utf8")));
      const stack = await startStack();
      await use(stack.description);
      await stack.stop();
      removeDataDirectory(stack.dataDirectory);
    },
    { scope: "worker", timeout: 300_000 },
  ],
  baseURL: async ({ stack }, use) => use(stack.panelUrl),
  page: async ({ page, javaScriptEnabled }, use) => use(javaScriptEnabled ? patient(page) : page),
  twilio: async ({ stack }, use) => {
    if (!stack.twilio) throw new Error("This stack has no Twilio simulator.");
    await use(stack.twilio);
  },
  customer: async ({ twilio }, use) => use(makeCustomer(twilio)),
  signIn: async ({ page, stack }, use) => {
    await use(async () => {
      await page.goto("/sign-in");
      await page.getByLabel("Email", { exact: true }).fill(stack.owner.email);
      await page.getByLabel("Password", { exact: true }).fill(stack.owner.password ?? "");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.waitForURL(`**/${stack.organizationSlug}/overview**`);
      await page.goto(`/${stack.organizationSlug}/conversations`);
    });
  },
});

export { expect };

export function makeCustomer(twilio: Twilio): Customer {
  const number = `+4479${randomInt(10_000_000, 100_000_000)}`;
  const messages = async () => {
    const response = await fetch(`${twilio.apiUrl}/_sim/messages?customer=${encodeURIComponent(number)}`);
    return ((await response.json()) as { messages: CustomerMessage[] }).messages;
  };
  return {
    number,
    messages,
    async write(body, fields = {}) {
      const response = await fetch(`${twilio.apiUrl}/_sim/inbound`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ from: number, body, ...fields }),
      });
      if (!response.ok) throw new Error(`The simulator answered ${response.status}: ${await response.text()}`);
      return response.json();
    },
    async answers(count = 1) {
      const sent = async () => (await messages()).filter((message) => message.direction !== "inbound");
      await expect.poll(async () => (await sent()).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(count);
      return sent();
    },
  };
}
