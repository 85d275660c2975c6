import { startTwilio } from "./start-twilio";

/**
 * The simulator as a process of its own. It is configured by the environment, tells its parent
 * `{ ready: true, apiUrl, phoneUrl }` when it listens, and ends on SIGTERM, SIGINT, or when the parent is gone.
 */
const running = await startTwilio({
  port: Number(process.env.TWILIO_SIM_PORT ?? 0),
  dataDir: process.env.DATA_DIR ?? null,
  account: { accountSid: required("TWILIO_SIM_ACCOUNT_SID"), authToken: required("TWILIO_SIM_AUTH_TOKEN") },
  number: required("TWILIO_SIM_NUMBER"),
  webhookUrl: required("TWILIO_SIM_WEBHOOK_URL"),
  businessName: process.env.TWILIO_SIM_BUSINESS_NAME ?? "Your business",
  log: (entry) => console.error(JSON.stringify({ part: "twilio", ...entry })),
});

for (const event of ["SIGTERM", "SIGINT", "disconnect"]) process.once(event, stop);

process.send?.({ ready: true, apiUrl: running.apiUrl, phoneUrl: running.phoneUrl });
if (!process.send) console.log(`Twilio simulator at ${running.apiUrl}, phone page at ${running.phoneUrl}`);

async function stop(): Promise<void> {
  await running.close();
  process.exit(0);
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. The Twilio simulator needs it to know whom it plays for.`);
  return value;
}
