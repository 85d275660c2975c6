import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { SeedInput, SeedReport } from "../prisma/seed";
import { ChildLog } from "./child-log";
import { forkApart, forkTypeScript, reportOf } from "./fork-typescript";
import type { GeneratedSecrets } from "./generated-secrets";
import type { PortName, Ports } from "./ports";
import type { StackSettings } from "./settings";
import type { StackDescription } from "./stack-file";
import { type ChildOptions, type Supervised, supervise } from "./supervise";

/** Where the things answer that the app needs. */
export interface Addresses {
  databaseUrl: string;
  jobsUrl: string;
  /** undefined: Twilio's own. */
  twilioUrl?: string;
}

type Twilio = NonNullable<StackDescription["twilio"]>;
type Model = NonNullable<StackDescription["model"]>;

const demo = { number: "+447700900100", businessName: "Acme Support", model: "acme-demo" };

/** The processes of a stack: how each is started, what it is told, and when it is ready. */
export class Parts {
  readonly #running = new Map<PortName, Supervised<unknown>>();

  constructor(
    readonly settings: StackSettings,
    readonly ports: Ports,
    readonly secrets: GeneratedSecrets,
    readonly onFailure: () => void,
  ) {}

  async startDatabase(): Promise<string> {
    const env = { DATA_DIR: this.settings.dataDirectory, DATABASE_PORT: String(await this.ports.choose("database")) };
    const { url } = await this.#run<{ url: string }>("database", {
      name: "database",
      fork: (stdio) => forkTypeScript("local/database.ts", { stdio, env: { ...process.env, ...env } }),
      // Its port and files could be had again, but a database that falls over is nothing to run a business on.
      onEnd: this.onFailure,
    });
    return url;
  }

  async startModels(): Promise<Model> {
    const env = { MODELS_PORT: String(await this.ports.choose("models")) };
    const { baseUrl } = await this.#run<{ baseUrl: string }>("models", {
      name: "model simulator",
      fork: (stdio) => forkTypeScript("local/models.ts", { stdio, env: { ...process.env, ...env } }),
    });
    return { baseUrl, apiKey: this.secrets.modelApiKey, model: demo.model };
  }

  async startTwilio(): Promise<Twilio> {
    const { dataDirectory, publicUrl } = this.settings;
    const { twilioAccountSid: accountSid, twilioAuthToken: authToken } = this.secrets;
    const env = {
      DATA_DIR: dataDirectory,
      TWILIO_SIM_PORT: String(await this.ports.choose("twilio")),
      TWILIO_SIM_ACCOUNT_SID: accountSid,
      TWILIO_SIM_AUTH_TOKEN: authToken,
      TWILIO_SIM_NUMBER: demo.number,
      TWILIO_SIM_BUSINESS_NAME: demo.businessName,
      // How long Twilio tries: what docs/operations.md asks the owner to set at the real one.
      TWILIO_SIM_WEBHOOK_URL: `${publicUrl}/webhooks/whatsapp/twilio#rc=3&rp=5xx,ct,rt`,
    };
    const { apiUrl, phoneUrl } = await this.#run<{ apiUrl: string; phoneUrl: string }>("twilio", {
      name: "Twilio simulator",
      fork: (stdio) => forkTypeScript("local/twilio/main.ts", { stdio, env: { ...process.env, ...env } }),
    });
    return { apiUrl, accountSid, authToken, number: demo.number, phoneUrl };
  }

  /** Settles when it has learnt the app's functions and runs them. */
  async startJobs({ databaseUrl }: Addresses, port: number): Promise<void> {
    const env = {
      DATABASE_URL: databaseUrl,
      JOBS_PORT: String(port),
      JOBS_APP_URL: `${this.settings.appUrl}/api/inngest`,
      INNGEST_EVENT_KEY: process.env.INNGEST_EVENT_KEY || this.secrets.eventKey,
      INNGEST_SIGNING_KEY: process.env.INNGEST_SIGNING_KEY || this.secrets.signingKey,
    };
    await this.#run<{ url: string }>("jobs", {
      name: "job executor",
      fork: (stdio) => forkTypeScript("local/jobs/main.ts", { stdio, env: { ...process.env, ...env } }),
    });
  }

  /** Next's own command, as in production, except that it does not outlive this process. */
  async startApp(addresses: Addresses): Promise<void> {
    const { port, host, appUrl } = this.settings;
    const env = this.#appEnvironment(addresses);
    await this.#run<void>("app", {
      name: "app",
      fork: (stdio) =>
        forkApart(
          "node_modules/next/dist/bin/next",
          { stdio, env, execArgv: ["--import", "./local/exit-with-parent.mjs"] },
          ["start", "--port", String(port), "--hostname", host],
        ),
      ready: (child) => answers(child, `${appUrl}/healthz`),
    });
  }

  /** Makes the demo organisation at the first start, and tells who owns it. Its model and number are the simulators'. */
  async seed(addresses: Addresses, twilio: Twilio | null, model: Model | null): Promise<SeedReport> {
    const input: SeedInput = {
      ownerPassword: this.secrets.ownerPassword,
      organizationName: demo.businessName,
      twilio,
      model,
    };
    const env = { ...this.#appEnvironment(addresses), SEED: JSON.stringify(input) };
    return new ChildLog(this.#logDirectory, "seed").explain("The demo organisation could not be made.", (output) =>
      reportOf(
        forkTypeScript("prisma/seed.ts", {
          stdio: ["ignore", output, output, "ipc"],
          env,
          // lib marks itself as server code: without this condition, importing it is an error.
          execArgv: ["--conditions=react-server"],
        }),
      ),
    );
  }

  /** The app and the jobs first, so that no reply is begun; the database last, so that it is closed, not cut off. */
  async stop(): Promise<void> {
    for (const names of [["app", "jobs"], ["twilio", "models"], ["database"]] as const) {
      await Promise.all(names.map((name) => this.#running.get(name)?.stop()));
    }
  }

  #appEnvironment({ databaseUrl, jobsUrl, twilioUrl }: Addresses): NodeJS.ProcessEnv {
    const { secrets, settings } = this;
    return {
      AUTH_SECRET: secrets.authSecret,
      SECRETS_KEY: secrets.secretsKey,
      INNGEST_EVENT_KEY: secrets.eventKey,
      INNGEST_SIGNING_KEY: secrets.signingKey,
      // The embedded database takes one statement at a time: more connections would only queue.
      ...(settings.databaseUrl ? {} : { DATABASE_POOL_SIZE: "4" }),
      // The simulators answer on this machine.
      ...(settings.live ? {} : { ALLOW_PRIVATE_NETWORK: "1" }),
      // Without limits, garbage is left lying for as long as the machine has memory (bench/README.md).
      NODE_OPTIONS: "--max-old-space-size=256 --max-semi-space-size=8",
      ...withoutEmpty(process.env),
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      DATABASE_URL: databaseUrl,
      PUBLIC_URL: settings.publicUrl,
      INNGEST_BASE_URL: jobsUrl,
      ...(twilioUrl ? { TWILIO_API_URL: twilioUrl } : {}),
    };
  }

  async #run<T>(
    part: PortName,
    options: Omit<ChildOptions<T>, "logDirectory" | "ready"> & Partial<ChildOptions<T>>,
  ): Promise<T> {
    const supervised = await supervise<T>({ logDirectory: this.#logDirectory, ready: reportOf, ...options });
    this.#running.set(part, supervised);
    return supervised.report;
  }

  get #logDirectory(): string {
    return join(this.settings.dataDirectory, "logs");
  }
}

async function answers(child: ChildProcess, url: string): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await delay(50);
  }
  throw new Error(`It ended while starting (${child.signalCode ?? `exit code ${child.exitCode}`}).`);
}

function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== "")) as NodeJS.ProcessEnv;
}
