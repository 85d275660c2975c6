import { inject, vi } from "vitest";
import { closeDatabase } from "@/lib/db/client";
import { startJobs } from "@/local/jobs/executor";
import { startModels } from "@/local/models";
import { startTwilio } from "@/local/twilio/start-twilio";
import { makeOrganization, type OrganizationOptions, type TestOrganization } from "./make-organization";
import { type Before, type Handler, type LosesAnswer, type Route, serveHandlers } from "./serve-handlers";
import { startDatabaseLike } from "./test-database";

export type Pipeline = Awaited<ReturnType<typeof startPipeline>>;

/** One message as the simulated Twilio has it. */
export interface SimulatedMessage {
  sid: string;
  direction: string;
  body: string;
  status: string;
  to: string;
}

// All parts of the journey in one process, beside whatever else the machine does: only what hangs takes so long.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const eventKey = "pipeline-event-key";
const signingKey = "signkey-test-0123456789abcdef";

/**
 * The whole journey without a browser: the app's own route handlers behind a real HTTP server, the embedded executor,
 * the Twilio simulator and the model simulator, on a database of its own. One a test file.
 */
export async function startPipeline(options: { chaos?: boolean; losesAnswer?: LosesAnswer } = {}) {
  const database = await startDatabaseLike({ kind: inject("databaseKind"), url: inject("databaseUrl") });
  const app = await startApp(options.losesAnswer);
  const jobs = await startJobs({
    databaseUrl: database.url,
    appUrl: `${app.url}/api/inngest`,
    eventKey,
    signingKey,
    chaos: options.chaos ?? false,
  });
  const models = await startModels();
  const twilio = await startTwilio({
    dataDir: null,
    account: { accountSid: `AC${"0".repeat(32)}`, authToken: "0".repeat(32) },
    number: "+15550000000",
    webhookUrl: `${app.url}/webhooks/whatsapp/twilio`,
    businessName: "Nobody",
    delays: { sent: 5, delivered: 5, read: 5 },
  });
  // Before anything of lib/ reads its environment.
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    PUBLIC_URL: app.url,
    INNGEST_BASE_URL: jobs.url,
    INNGEST_EVENT_KEY: eventKey,
    INNGEST_SIGNING_KEY: signingKey,
    TWILIO_API_URL: twilio.apiUrl,
  });
  const outbox = await import("@/lib/outbox");
  const { deliverEvents } = await import("@/inngest/client");
  await app.open();
  await outbox.startOutbox(deliverEvents);

  const control = async (path: string, body?: unknown) => {
    const init = body
      ? { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } }
      : {};
    const response = await fetch(`${twilio.apiUrl}/_sim/${path}`, init);
    if (!response.ok) throw new Error(`the simulator answered ${response.status}: ${await response.text()}`);
    return response.json();
  };

  return {
    appUrl: app.url,
    jobsUrl: jobs.url,
    control,
    /** An organisation whose sender the simulator knows and whose model is the model simulator. */
    async organization(more: OrganizationOptions = {}) {
      const organization = await makeOrganization({ modelBaseUrl: models.baseUrl, ...more });
      const { accountSid, authToken, number } = organization.twilio;
      const webhookUrl = `${app.url}/webhooks/whatsapp/twilio`;
      await control("accounts", {
        accountSid,
        authToken,
        numbers: [{ number, webhookUrl, businessName: "Test shop" }],
      });
      return organization;
    },
    write: (organization: TestOrganization, from: string, body: string, more: object = {}) =>
      control("inbound", { from, to: organization.twilio.number, body, ...more }),
    async sentTo(organization: TestOrganization, customer: string): Promise<SimulatedMessage[]> {
      const query = new URLSearchParams({ customer, accountSid: organization.twilio.accountSid });
      const { messages } = await control(`messages?${query}`);
      return messages.filter((message: SimulatedMessage) => message.direction !== "inbound");
    },
    async close() {
      closing.abort(new Error("The pipeline is closed."));
      // From the door inwards, each when it is at rest: what still worked would find its database gone.
      await app.close();
      await outbox.outboxIdle();
      await jobs.close();
      await twilio.close();
      await models.stop();
      await closeDatabase();
      await database.stop();
    },
  };
}

/** Once the pipeline closes, what a test that ran out of time still waits for will not come. */
const closing = new AbortController();

/** Asks until it is so: for what other processes do in their own time. The test's own time-out ends a wait in vain. */
export async function eventually<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (;;) {
    closing.signal.throwIfAborted();
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Serves the app's route handlers: 503 until `open`, because they read their environment when they are first loaded. */
async function startApp(losesAnswer?: LosesAnswer) {
  let route: Route | undefined;
  let webhooks: Before | undefined;
  const server = await serveHandlers(() => route, { losesAnswer, before: () => webhooks });
  return {
    url: server.url,
    open: async () => {
      route = await loadRoutes();
      webhooks = (await import("./webhook-routes")).answerWebhook;
    },
    async close() {
      route = undefined;
      webhooks = undefined;
      await server.idle();
      await server.close();
    },
  };
}

async function loadRoutes(): Promise<Route> {
  const inngest = (await import("@/app/api/inngest/route")) as unknown as Record<string, Handler>;
  return (path, method) => {
    const handler = path === "/api/inngest" ? inngest[method] : undefined;
    return handler ? [handler, {}] : null;
  };
}
