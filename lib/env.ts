import { z } from "zod";

const flag = z
  .enum(["0", "1"])
  .default("0")
  .transform((value) => value === "1");
const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http(s) address" });

/** Every environment variable that the app reads. `.env.example` explains each to the person who sets it. */
const environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgresql:// address" }),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(16),
  PUBLIC_URL: httpUrl
    .refine(
      (value) => value === value.toLowerCase(),
      "must be all lower case: Twilio signs the address as it is written",
    )
    .transform((value) => value.replace(/\/+$/, "")),
  AUTH_SECRET: z.string().min(32, "must be at least 32 characters of random text"),
  SECRETS_KEY: z
    .string()
    .regex(
      /^[a-z0-9]+:[A-Za-z0-9+/]{43}=(,[a-z0-9]+:[A-Za-z0-9+/]{43}=)*$/,
      "must be id:key pairs parted by commas, each key 32 bytes in base64; the first one encrypts",
    ),
  INNGEST_BASE_URL: httpUrl.optional(),
  INNGEST_EVENT_KEY: z.string().min(1),
  INNGEST_SIGNING_KEY: z.string().regex(/^signkey-[a-z0-9]+-[0-9a-f]+$/, "must look like signkey-<environment>-<hex>"),
  INNGEST_SIGNING_KEY_FALLBACK: z.string().optional(),
  INNGEST_SERVE_ORIGIN: httpUrl.optional(),
  TWILIO_API_URL: httpUrl.optional(),
  ALLOW_PRIVATE_NETWORK: flag,
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must be an smtp:// or smtps:// address" }).optional(),
  MAIL_FROM: z.string().min(3, "must be an e-mail address, or a name with one in angle brackets").optional(),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GITHUB_ID: z.string().optional(),
  GITHUB_SECRET: z.string().optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
});

export type Environment = z.infer<typeof environment>;

let known: Environment | undefined;

/**
 * The environment, checked once. Throws one error that names every bad variable and says what it should be.
 * Read on first use and not on import, so that a build needs no database address.
 */
export function env(): Environment {
  if (!known) {
    known = parse(environment);
    // next-auth 4 takes its own address from this variable alone.
    process.env.NEXTAUTH_URL = `${known.PUBLIC_URL}/api/auth`;
  }
  return known;
}

/** Stops a build on a variable that is set wrongly; one that is not set yet is only needed when the app starts. */
export function checkEnvironmentForBuild(): void {
  parse(environment.partial());
}

/** Read by itself, because the logger is needed to report that the rest is incomplete. */
export function logLevel(): string {
  return process.env.LOG_LEVEL || "info";
}

/** Next's development server, which needs a looser content security policy. */
export function isDevelopment(): boolean {
  return process.env.NODE_ENV === "development";
}

function parse<T>(schema: z.ZodType<T>): T {
  const present = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = issue.path.join(".");
    return present[name] === undefined ? `  ${name} is not set` : `  ${name} ${issue.message}`;
  });
  throw new Error(`The environment is not complete (see .env.example):\n${lines.join("\n")}`);
}
