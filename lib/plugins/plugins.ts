import type { z } from "zod";
import type { Plugin, Prisma } from "@/generated/prisma/client";
import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import type { TenantDatabase } from "../db/for-organization";
import { violatesConstraint } from "../db/violates-constraint";
import { AppError, notFound } from "../errors";
import { requirePublicUrl } from "../outbound-fetch";
import { parseInput } from "../parse-input";
import { askNewServer, askServer, type FirstReport, type Report } from "./ask-server";
import { redact } from "./firewall/redact";
import { firstPartyPlugins } from "./first-party";
import { findFirstParty, firstPartyId } from "./first-party-id";
import { keepListing } from "./keep-listing";
import type { Listing } from "./mcp/list-definitions";
import { ServerFailure } from "./mcp/server-failure";
import { makeKey } from "./plugin-key";
import { headerColumns, readHeaders, secretsOf } from "./plugin-secrets";
import { viewFirstParty, viewPlugin } from "./plugin-view";
import { newPluginSchema, type PluginView, pluginChangesSchema } from "./schema";

const settings = { select: { name: true, permission: true, pinnedHash: true, listedHash: true } } as const;

/** Ours first, then the servers that were connected, oldest first. */
export async function listPlugins(db: TenantDatabase): Promise<PluginView[]> {
  const rows = await db.plugin.findMany({ include: { tools: settings }, orderBy: { createdAt: "asc" } });
  const own = firstPartyPlugins.map((plugin) => {
    const row = rows.find(({ id }) => id === firstPartyId(plugin));
    return viewFirstParty(plugin, row, row?.tools ?? []);
  });
  return [...own, ...rows.filter(({ kind }) => kind === "mcp").map((row) => viewPlugin(row, row.tools))];
}

/** Throws `not_found`. */
export async function getPlugin(db: TenantDatabase, id: string): Promise<PluginView> {
  const row = await db.plugin.findFirst({ where: { id }, include: { tools: settings } });
  const own = findFirstParty(id);
  if (own) return viewFirstParty(own, row ?? undefined, row?.tools ?? []);
  if (!row) throw notFound("plugin");
  return viewPlugin(row, row.tools);
}

/**
 * Connects an MCP server and lists its tools, of which none is allowed yet. One that asks for OAuth is kept without tools
 * until somebody has authorised us (`needsAuthorization`). Throws `invalid`, beside `url` also when the server is in a
 * private network, cannot be reached or is none, beside `headers` when it does not accept them; nothing is kept then.
 */
export async function connectPlugin(
  db: TenantDatabase,
  input: z.input<typeof newPluginSchema>,
  actor: Actor,
): Promise<PluginView> {
  const { name, url, headers } = parseInput(newPluginSchema, input);
  await requireUsableUrl(url);
  const report = await askNewServer(url, headers);
  const { organizationId } = db;
  const columns = { name, url, ...headerColumns(organizationId, headers), ...reportColumns(report) };
  const id = await withFreeKey(db, name, (key) =>
    db.$transaction(async (tx) => {
      const data = { organizationId, kind: "mcp", key, ...columns, createdById: actor.id } as const;
      const plugin = await tx.plugin.create({ data });
      if ("listing" in report) await keepListing(tx, plugin, report.listing);
      await recordAudit(tx, actor, { action: "plugin.connected", subject: name, after: traced(plugin) });
      return plugin.id;
    }),
  );
  return getPlugin(db, id);
}

/**
 * Changes what is given. A new address or new headers are tried before they are kept, as in `connectPlugin`; headers are
 * never sent to another host than the one that they were given for, so a move needs them again. Throws as `connectPlugin`,
 * and `not_found`.
 */
export async function updatePlugin(
  db: TenantDatabase,
  id: string,
  input: z.input<typeof pluginChangesSchema>,
  actor: Actor,
): Promise<PluginView> {
  const changes = parseInput(pluginChangesSchema, input);
  const before = await requireServer(db, id);
  const moved = changes.url !== undefined && changes.url !== before.url;
  if (moved) requireHeadersAgain(before, changes);
  const columns = moved || changes.headers ? await tryChanges(db, before, changes) : null;
  await db.$transaction(async (tx) => {
    const data = { ...(changes.name && { name: changes.name }), ...columns?.data };
    const plugin = await tx.plugin.update({ where: byId(db, id), data });
    if (columns) await keepListing(tx, plugin, columns.listing);
    await recordAudit(tx, actor, {
      action: "plugin.changed",
      subject: plugin.name,
      before: traced(before),
      after: traced(plugin),
    });
  });
  return getPlugin(db, id);
}

/** Forgets a server with its tools and secrets; its calls stay in the log. Throws `not_found`, `conflict` for one of ours. */
export async function deletePlugin(db: TenantDatabase, id: string, actor: Actor): Promise<void> {
  const plugin = await requireServer(db, id);
  await db.$transaction(async (tx) => {
    const { count } = await tx.plugin.deleteMany({ where: { id } });
    if (count === 0) throw notFound("plugin");
    await recordAudit(tx, actor, { action: "plugin.deleted", subject: plugin.name, before: traced(plugin) });
  });
}

/**
 * Asks the server for its tools again and keeps what is new, changed or gone, how long that took, and what was wrong.
 * A server that does not answer is no error here: `lastError` says it. Throws `not_found`, `conflict` for one of ours.
 */
export async function refreshPlugin(db: TenantDatabase, id: string): Promise<PluginView> {
  const plugin = await requireServer(db, id);
  const startedAt = performance.now();
  try {
    const report = await askServer(db, plugin);
    await keepReport(db, plugin, report);
  } catch (error) {
    if (!(error instanceof ServerFailure)) throw error;
    const now = new Date();
    await db.plugin.updateMany({
      where: asItWas(plugin),
      data: {
        checkedAt: now,
        latencyMs: Math.round(performance.now() - startedAt),
        lastError: redact(error.forOwner, secretsOf(plugin)),
        lastErrorAt: now,
        ...(error.details.challenge && plugin.auth !== "headers" && { needsAuthorization: true }),
      },
    });
  }
  return getPlugin(db, id);
}

async function keepReport(db: TenantDatabase, plugin: Plugin, report: Report): Promise<void> {
  await db.$transaction(async (tx) => {
    const { auth: _, ...data } = reportColumns({ auth: plugin.auth, ...report });
    // Somebody may have changed the address while the old one was asked.
    const { count } = await tx.plugin.updateMany({ where: asItWas(plugin), data });
    if (count === 1) await keepListing(tx, plugin, report.listing);
  });
}

function asItWas({ id, url, headers }: Plugin) {
  return { id, url, headers };
}

function byId({ organizationId }: TenantDatabase, id: string) {
  return { organizationId_id: { organizationId, id } };
}

/** Throws `not_found`, and `conflict` for a plugin of ours, which has no server. */
export async function requireServer(db: TenantDatabase, id: string): Promise<Plugin> {
  if (findFirstParty(id))
    throw new AppError("conflict", "This plugin is a part of Frontdesk: only its tools have settings.");
  const plugin = await db.plugin.findFirst({ where: { id } });
  if (!plugin) throw notFound("plugin");
  return plugin;
}

async function requireUsableUrl(url: string): Promise<void> {
  const { username, password } = new URL(url);
  if (username || password) {
    const sentence = "Give user name and password as a header, not in the address, which everybody here can read.";
    throw new AppError("invalid", sentence, { fields: { url: sentence } });
  }
  await requirePublicUrl(url, "url");
}

function requireHeadersAgain(before: Plugin, { url = "", headers }: z.output<typeof pluginChangesSchema>): void {
  const sameHost = before.url !== null && new URL(url).origin === new URL(before.url).origin;
  if (sameHost || headers || !before.headers) return;
  const sentence = "Give the headers again: those that are kept were given for another host.";
  throw new AppError("invalid", sentence, { fields: { headers: sentence } });
}

async function tryChanges(db: TenantDatabase, before: Plugin, changes: z.output<typeof pluginChangesSchema>) {
  const url = changes.url ?? before.url ?? "";
  await requireUsableUrl(url);
  const headers = changes.headers ?? readHeaders(before);
  const report = await askNewServer(url, headers);
  const data = {
    url,
    ...headerColumns(db.organizationId, headers),
    ...reportColumns(report),
    // Tokens belong to the address that they were given for.
    ...(url !== before.url && { oauth: null, oauthStateHash: null }),
  };
  // Nothing is known of what it has before somebody has authorised us: what was ticked is held back until then.
  return { data, listing: "listing" in report ? report.listing : nothingListed };
}

const nothingListed: Listing = { definitions: new Map(), refused: [] };

function reportColumns(report: FirstReport) {
  const { auth } = report;
  const checkedAt = new Date();
  if (!("listing" in report)) {
    const lastError = null;
    return { auth, needsAuthorization: true, transport: null, checkedAt, lastError };
  }
  const { transport, serverName, serverVersion, latencyMs, listing } = report;
  const lastError = listing.refused[0] ?? null;
  return {
    ...{ auth, needsAuthorization: false, transport, serverName, serverVersion, checkedAt, latencyMs, lastError },
    ...(lastError && { lastErrorAt: checkedAt }),
  };
}

/** Two who connect servers of the same name at once: the second takes the next key. */
async function withFreeKey<T>(db: TenantDatabase, name: string, write: (key: string) => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    const taken = await db.plugin.findMany({ select: { key: true } });
    try {
      return await write(
        makeKey(
          name,
          taken.map(({ key }) => key),
        ),
      );
    } catch (error) {
      if (tries > 5 || !violatesConstraint(error, "Plugin_organizationId_key_key")) throw error;
    }
  }
}

/** What the audit log keeps of a server: of its headers only the names. */
function traced({ name, url, auth, headerNames }: Plugin): Prisma.InputJsonObject {
  return { name, url, auth, headers: headerNames };
}
