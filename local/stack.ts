import { migrate } from "../prisma/migrate";
import type { SeedReport } from "../prisma/seed";
import { generatedSecrets } from "./generated-secrets";
import { type Addresses, Parts } from "./parts";
import type { Ports } from "./ports";
import { step } from "./progress.mjs";
import type { StackSettings } from "./settings";
import { removeStackFile, type StackDescription, writeStackFile } from "./stack-file";

/** With DEMO=0 nothing is made beforehand. */
const nobody: SeedReport = { owner: { email: "", password: null }, organizationId: "", organizationSlug: "" };

/** Everything that `npm start` runs: the app, and a stand-in for each thing that no variable names a real one for. */
export class Stack {
  readonly #parts: Parts;

  /** @param onFailure called when the stack cannot go on; it is to be stopped then */
  constructor(
    readonly settings: StackSettings,
    readonly ports: Ports,
    onFailure: () => void,
  ) {
    this.#parts = new Parts(settings, ports, generatedSecrets(settings.dataDirectory), onFailure);
  }

  /** Settles when a message written on the phone page would be answered. */
  async start(): Promise<StackDescription> {
    const { settings } = this;
    removeStackFile(settings.dataDirectory);
    const parts = this.#parts;
    const [databaseUrl, twilio, model] = await step("Starting the database and the simulators", () =>
      Promise.all([
        this.#openDatabase(),
        settings.live || settings.twilioUrl ? null : parts.startTwilio(),
        settings.live ? null : parts.startModels(),
      ]),
    );
    const jobsPort = settings.jobsUrl ? null : await this.ports.choose("jobs");
    const addresses: Addresses = {
      databaseUrl,
      jobsUrl: settings.jobsUrl ?? `http://127.0.0.1:${jobsPort}`,
      twilioUrl: settings.twilioUrl ?? twilio?.apiUrl,
    };
    const [seeded] = await step("Starting the app", () =>
      Promise.all([settings.demo ? parts.seed(addresses, twilio, model) : nobody, parts.startApp(addresses)]),
    );
    if (jobsPort) await step("Starting the job executor", () => parts.startJobs(addresses, jobsPort));

    const description = this.#describe(seeded, addresses, {
      twilio,
      model,
      jobs: jobsPort ? { url: addresses.jobsUrl } : null,
    });
    writeStackFile(settings.dataDirectory, description);
    return description;
  }

  async stop(): Promise<void> {
    removeStackFile(this.settings.dataDirectory);
    await this.#parts.stop();
  }

  async #openDatabase(): Promise<string> {
    const { databaseUrl } = this.settings;
    if (!databaseUrl) {
      const url = await this.#parts.startDatabase();
      await migrate(url);
      return url;
    }
    await migrate(databaseUrl).catch((error) => {
      const hint = "Correct DATABASE_URL (in the environment or .env), or leave it out for the embedded database.";
      throw new Error(`The database of DATABASE_URL cannot be used: ${error.message}\n${hint}`);
    });
    return databaseUrl;
  }

  #describe(
    { owner, organizationId, organizationSlug }: SeedReport,
    { databaseUrl }: Addresses,
    standIns: Pick<StackDescription, "twilio" | "model" | "jobs">,
  ): StackDescription {
    const { panelUrl, publicUrl } = this.settings;
    const webhookUrl = `${publicUrl}/webhooks/whatsapp/twilio`;
    return {
      panelUrl,
      publicUrl,
      webhookUrl,
      statusUrl: `${webhookUrl}/status`,
      owner,
      organizationId,
      organizationSlug,
      databaseUrl,
      ...standIns,
    };
  }
}
