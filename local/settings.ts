import { isAbsolute, join } from "node:path";

/** What `npm start` was asked for. */
export interface Settings {
  /** Absolute. */
  dataDirectory: string;
  /** The panel's; 0 takes a free one. */
  port: number;
  host: string;
  /** Where people and Twilio reach the panel, when that is not its own address. Without a trailing slash. */
  publicUrl?: string;
  /** Makes the demo organisation; without it, the first one to open the panel sets it up. */
  demo: boolean;
  /** Real Twilio and real providers: neither simulator starts. */
  live: boolean;
  /** The real things, where there are any. */
  databaseUrl?: string;
  jobsUrl?: string;
  twilioUrl?: string;
}

/** With the port chosen, and so with all addresses. */
export interface StackSettings extends Settings {
  /** How this machine's programs reach the app. */
  appUrl: string;
  /** How a person at this machine does. */
  panelUrl: string;
  publicUrl: string;
}

/** From the command line and the environment. Throws with a sentence for a setting that cannot be. */
export function readSettings(root: string, args = process.argv.slice(2), env = process.env): Settings {
  const unknown = args.filter((arg) => arg !== "--live");
  if (unknown.length > 0) throw new Error(`npm start knows --live only, not ${unknown.join(" ")}.`);
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT is not a port number: ${env.PORT}`);
  if (env.INNGEST_BASE_URL && !(env.INNGEST_EVENT_KEY && env.INNGEST_SIGNING_KEY)) {
    throw new Error("INNGEST_BASE_URL names a real job server: set its INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY too.");
  }
  if (env.DATABASE_URL && !/^postgres(ql)?:\/\/./.test(env.DATABASE_URL)) {
    throw new Error(
      "DATABASE_URL is not a postgresql:// address. Correct it, or leave it out for the embedded database.",
    );
  }
  const dataDirectory = env.DATA_DIR || ".data";
  return {
    dataDirectory: isAbsolute(dataDirectory) ? dataDirectory : join(root, dataDirectory),
    port,
    host: env.HOST || "127.0.0.1",
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, "") || undefined,
    demo: env.DEMO !== "0",
    live: args.includes("--live"),
    databaseUrl: env.DATABASE_URL || undefined,
    jobsUrl: env.INNGEST_BASE_URL || undefined,
    twilioUrl: env.TWILIO_API_URL || undefined,
  };
}

export function withPort(settings: Settings, port: number): StackSettings {
  const isLocal = ["127.0.0.1", "localhost", "0.0.0.0", "::"].includes(settings.host);
  const panelUrl = `http://${isLocal ? "localhost" : settings.host}:${port}`;
  const appUrl = `http://${isLocal ? "127.0.0.1" : settings.host}:${port}`;
  return { ...settings, port, appUrl, panelUrl, publicUrl: settings.publicUrl ?? panelUrl };
}
