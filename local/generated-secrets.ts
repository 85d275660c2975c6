import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writePrivately } from "./write-privately";

export interface GeneratedSecrets {
  authSecret: string;
  secretsKey: string;
  eventKey: string;
  signingKey: string;
  ownerPassword: string;
  modelApiKey: string;
  twilioAccountSid: string;
  twilioAuthToken: string;
}

/** The secrets of this data folder: made at its first start, and kept beside the data that they protect. */
export function generatedSecrets(dataDirectory: string): GeneratedSecrets {
  const path = join(dataDirectory, "secrets.json");
  const known: Partial<GeneratedSecrets> = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  const secrets = { ...generate(), ...known };
  if (Object.keys(known).length < Object.keys(secrets).length) writePrivately(path, secrets);
  return secrets;
}

function generate(): GeneratedSecrets {
  const hex = (bytes: number) => randomBytes(bytes).toString("hex");
  return {
    authSecret: randomBytes(48).toString("base64"),
    secretsKey: `k1:${randomBytes(32).toString("base64")}`,
    eventKey: hex(16),
    signingKey: `signkey-local-${hex(32)}`,
    ownerPassword: randomBytes(12).toString("base64url"),
    modelApiKey: `sk-local-${hex(16)}`,
    twilioAccountSid: `AC${hex(16)}`,
    twilioAuthToken: hex(16),
  };
}
