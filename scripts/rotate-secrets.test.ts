import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, test, vi } from "vitest";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";

// Other test files share the database, and their secrets are under this key: rotating to it leaves them alone.
const current = process.env.SECRETS_KEY ?? "";
const script = join(import.meta.dirname, "rotate-secrets.ts");

function olderKey() {
  return `old${randomBytes(4).toString("hex")}:${randomBytes(32).toString("base64")}`;
}

/** The script as an operator runs it. */
async function runScript(...keys: string[]) {
  const env = { ...process.env, SECRETS_KEY: keys.join(",") };
  return (await promisify(execFile)(process.execPath, ["--import", "tsx", script], { env })).stdout;
}

async function rotate(...keys: string[]) {
  await secretsWith(keys.join(","));
  return (await import("./rotate-secrets")).rotateSecrets();
}

/** The module as a process started with these keys would have it. */
async function secretsWith(keys: string) {
  vi.stubEnv("SECRETS_KEY", keys);
  vi.resetModules();
  return import("../lib/secrets");
}

const pluginSecrets = { headers: '{"Authorization":"Bearer 0123456789"}', oauth: '{"tokens":{}}' };

async function organizationUnder(key: string): Promise<TestOrganization> {
  const organization = await makeOrganization();
  const { db, organizationId, providerKey, app, twilio } = organization;
  const { encryptSecret } = await secretsWith(key);
  const apiKey = encryptSecret(providerKey.plaintext, { organizationId, field: "providerKey.apiKey" });
  await db.providerKey.update({ where: { id: providerKey.id }, data: { apiKey } });
  const accountSid = encryptSecret(twilio.accountSid, { organizationId, field: "whatsAppApp.accountSid" });
  const authToken = encryptSecret(twilio.authToken, { organizationId, field: "whatsAppApp.authToken" });
  await db.whatsAppApp.update({ where: { id: app.id }, data: { accountSid, authToken } });
  const headers = encryptSecret(pluginSecrets.headers, { organizationId, field: "plugin.headers" });
  const oauth = encryptSecret(pluginSecrets.oauth, { organizationId, field: "plugin.oauth" });
  await db.plugin.create({ data: { organizationId, kind: "mcp", key: "shop", name: "Shop", headers, oauth } });
  return organization;
}

async function secretsOf({ db, organizationId, providerKey, app }: TestOrganization, keys: string) {
  const { decryptSecret } = await secretsWith(keys);
  const { apiKey } = await db.providerKey.findUniqueOrThrow({ where: { id: providerKey.id } });
  const { accountSid, authToken } = await db.whatsAppApp.findUniqueOrThrow({ where: { id: app.id } });
  const { headers, oauth } = await db.plugin.findFirstOrThrow({ where: { key: "shop" } });
  return {
    apiKey: decryptSecret(apiKey, { organizationId, field: "providerKey.apiKey" }),
    accountSid: decryptSecret(accountSid, { organizationId, field: "whatsAppApp.accountSid" }),
    authToken: decryptSecret(authToken, { organizationId, field: "whatsAppApp.authToken" }),
    headers: decryptSecret(headers ?? "", { organizationId, field: "plugin.headers" }),
    oauth: decryptSecret(oauth ?? "", { organizationId, field: "plugin.oauth" }),
  };
}

function plaintextsOf({ providerKey, twilio }: TestOrganization) {
  const { accountSid, authToken } = twilio;
  return { apiKey: providerKey.plaintext, accountSid, authToken, ...pluginSecrets };
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

test("after a rotation the older key is not needed any more, and nothing is left for a second run", async () => {
  const older = olderKey();
  const organization = await organizationUnder(older);
  await expect(secretsOf(organization, current)).rejects.toThrow("SECRETS_KEY has no key");

  const first = await runScript(current, older);
  expect(first).toMatch(
    /^provider keys: \d+ checked, 1 encrypted anew\nWhatsApp apps: \d+ checked, 1 encrypted anew\nplugins: \d+ checked, 1 encrypted anew\n/,
  );
  expect(await secretsOf(organization, current)).toEqual(plaintextsOf(organization));

  expect(await rotate(current, older)).toMatchObject({
    "provider keys": { rotated: 0 },
    "WhatsApp apps": { rotated: 0 },
    plugins: { rotated: 0 },
  });
}, 60_000);

test("a run that met an unknown key goes on where it stopped once the key is there", async () => {
  const keys = [olderKey(), olderKey()] as const;
  const [first, second] = [await organizationUnder(keys[0]), await organizationUnder(keys[1])];
  const unknown = keys[1].split(":")[0];
  await expect(rotate(current, keys[0])).rejects.toThrow(`SECRETS_KEY has no key "${unknown}"`);
  await rotate(current, ...keys);
  for (const organization of [first, second])
    expect(await secretsOf(organization, current)).toEqual(plaintextsOf(organization));
});
