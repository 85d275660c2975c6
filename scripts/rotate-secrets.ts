/**
 * Encrypts every stored secret anew under the first key of SECRETS_KEY, so that the older keys can be taken away.
 * Run it while the app runs, and again after an interruption: what is done already is passed over.
 *
 *   npm run secrets:rotate
 */
import { closeDatabase, database } from "../lib/db/client";
import { decryptSecret, encryptSecret, needsRotation, type SecretOwner } from "../lib/secrets";

export interface RotationReport {
  checked: number;
  rotated: number;
}

/** Throws when a secret's key is not in SECRETS_KEY; what came before it stays rotated. */
export async function rotateSecrets(): Promise<Record<"provider keys" | "WhatsApp apps" | "plugins", RotationReport>> {
  return {
    "provider keys": await rotateEach(nextProviderKeys, rotateProviderKey),
    "WhatsApp apps": await rotateEach(nextWhatsAppApps, rotateWhatsAppApp),
    plugins: await rotateEach(nextPlugins, rotatePlugin),
  };
}

const pageSize = 100;

/** Page by page by id, so that it never holds more than one page, nor a row longer than one statement takes. */
async function rotateEach<Row extends { id: string }>(
  nextRows: (afterId: string | undefined) => Promise<Row[]>,
  rotate: (row: Row) => Promise<boolean>,
): Promise<RotationReport> {
  const report: RotationReport = { checked: 0, rotated: 0 };
  for (let rows = await nextRows(undefined); rows.length > 0; rows = await nextRows(rows.at(-1)?.id)) {
    for (const row of rows) {
      report.checked++;
      if (await rotate(row)) report.rotated++;
    }
  }
  return report;
}

function after(id: string | undefined) {
  return { where: id ? { id: { gt: id } } : {}, orderBy: { id: "asc" }, take: pageSize } as const;
}

function nextProviderKeys(afterId: string | undefined) {
  const select = { id: true, organizationId: true, apiKey: true };
  return database().prisma.providerKey.findMany({ ...after(afterId), select });
}

function nextWhatsAppApps(afterId: string | undefined) {
  const select = { id: true, organizationId: true, accountSid: true, authToken: true, nextAuthToken: true };
  return database().prisma.whatsAppApp.findMany({ ...after(afterId), select });
}

/** Of MCP servers only: ours have no secret, and their ids are the same in every organisation. */
function nextPlugins(afterId: string | undefined) {
  const { where, ...page } = after(afterId);
  const select = { id: true, organizationId: true, headers: true, oauth: true };
  return database().prisma.plugin.findMany({ ...page, where: { ...where, kind: "mcp" }, select });
}

type ProviderKeyRow = Awaited<ReturnType<typeof nextProviderKeys>>[number];
type WhatsAppAppRow = Awaited<ReturnType<typeof nextWhatsAppApps>>[number];
type PluginRow = Awaited<ReturnType<typeof nextPlugins>>[number];

/** Only where the envelope is still the one that was read: an owner's newer secret is never overwritten. */
async function rotateProviderKey({ id, organizationId, apiKey }: ProviderKeyRow): Promise<boolean> {
  if (!needsRotation(apiKey)) return false;
  const { count } = await database().prisma.providerKey.updateMany({
    where: { id, apiKey },
    data: { apiKey: reencrypt(apiKey, { organizationId, field: "providerKey.apiKey" }) },
  });
  return count === 1;
}

async function rotateWhatsAppApp(row: WhatsAppAppRow): Promise<boolean> {
  const { id, organizationId, accountSid, authToken, nextAuthToken } = row;
  if (![accountSid, authToken, nextAuthToken].some((secret) => secret && needsRotation(secret))) return false;
  const { count } = await database().prisma.whatsAppApp.updateMany({
    where: { id, accountSid, authToken, nextAuthToken },
    data: {
      nextAuthToken: nextAuthToken && reencrypt(nextAuthToken, { organizationId, field: "whatsAppApp.nextAuthToken" }),
      accountSid: reencrypt(accountSid, { organizationId, field: "whatsAppApp.accountSid" }),
      authToken: reencrypt(authToken, { organizationId, field: "whatsAppApp.authToken" }),
    },
  });
  return count === 1;
}

async function rotatePlugin({ id, organizationId, headers, oauth }: PluginRow): Promise<boolean> {
  if (![headers, oauth].some((secret) => secret && needsRotation(secret))) return false;
  const { count } = await database().prisma.plugin.updateMany({
    where: { id, organizationId, headers, oauth },
    data: {
      headers: headers && reencrypt(headers, { organizationId, field: "plugin.headers" }),
      oauth: oauth && reencrypt(oauth, { organizationId, field: "plugin.oauth" }),
    },
  });
  return count === 1;
}

function reencrypt(envelope: string, owner: SecretOwner): string {
  return encryptSecret(decryptSecret(envelope, owner), owner);
}

async function main() {
  const report = await rotateSecrets();
  for (const [what, { checked, rotated }] of Object.entries(report))
    console.log(`${what}: ${checked} checked, ${rotated} encrypted anew`);
  console.log(
    "All secrets are under the first key. The others can leave SECRETS_KEY once every instance has restarted.",
  );
}

if (process.argv[1] === import.meta.filename) {
  await main()
    .catch((error) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    })
    .finally(closeDatabase);
}
