import { auth, type OAuthDiscoveryState } from "@modelcontextprotocol/sdk/client/auth.js";
import { OAuthError, ServerError } from "@modelcontextprotocol/sdk/server/auth/errors.js";
import type { Plugin } from "@/generated/prisma/client";
import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import { newToken, tokenDigest } from "../auth/secret-tokens";
import type { TenantDatabase } from "../db/for-organization";
import { env } from "../env";
import { AppError, notFound } from "../errors";
import { BlockedAddressError } from "../outbound-fetch";
import { oauthFetch } from "./mcp/oauth-fetch";
import { OauthProvider } from "./mcp/oauth-provider";
import { changeOauth, keptTokens, type OauthState, readOauth } from "./mcp/oauth-state";
import { openClient } from "./mcp/open-client";
import { type Challenge, ServerFailure } from "./mcp/server-failure";
import { readHeaders } from "./plugin-secrets";
import { refreshPlugin, requireServer } from "./plugins";

const timeoutMs = 15_000;
const longestMs = 10 * 60_000;

/**
 * Begins to authorise us at a plugin's server, by OAuth 2.1: gives the address to which the member who begins it has to
 * go. It leads back to /oauth/callback within ten minutes. Throws `not_found`; `conflict` when the server lets us in as it
 * is; `unavailable` when it, or where it has its authorisations made, does not answer or does not take us as a client.
 */
export async function startAuthorization(db: TenantDatabase, pluginId: string, actor: Actor): Promise<{ url: string }> {
  const plugin = await requireServer(db, pluginId);
  const { resourceMetadataUrl, scope } = await askChallenge(plugin);
  const state = `${db.organizationId}.${newToken()}`;
  const provider = new OauthProvider({ redirectUrl: callbackUrl(), state, client: readOauth(plugin).client });
  await authorize(provider, {
    serverUrl: plugin.url ?? "",
    ...(resourceMetadataUrl && { resourceMetadataUrl }),
    ...(scope && { scope }),
  });
  const { url, given } = provider;
  if (!url || !given.codeVerifier || !given.discovery || !/^https?:$/.test(url.protocol)) throw failed(undefined);
  const pending = {
    userId: actor.id,
    startedAt: Date.now(),
    codeVerifier: given.codeVerifier,
    discovery: given.discovery,
  };
  await changeOauth(db, pluginId, (found) => ({ ...found, client: given.client, pending }), {
    auth: "oauth",
    oauthStateHash: tokenDigest(state),
  });
  return { url: url.href };
}

/** What the authorization server sends the browser back with. */
export interface Returned {
  state: string;
  code?: string | undefined;
  /** Instead of a code. */
  error?: string | undefined;
  /** Who sends it, where the server says so (RFC 9207). */
  iss?: string | undefined;
}

/** The organisation for which an authorisation was begun, from its `state`; null for what is none of ours. */
export function organizationOf(state: string): string | null {
  return /^([0-9a-f-]{36})\.[\w-]{43}$/.exec(state)?.[1] ?? null;
}

/**
 * Ends what `startAuthorization` began, and lists the tools. A state is taken once, and only from the member who began.
 * A refusal, a failure at the server and one that took longer than ten minutes are no error here: the plugin's `lastError`
 * says it. Throws `not_found` for a state that is unknown or was used, `forbidden` for another member.
 */
export async function finishAuthorization(
  db: TenantDatabase,
  returned: Returned,
  actor: Actor,
): Promise<{ pluginId: string }> {
  const plugin = await takeState(db, returned.state);
  const { pending, client } = readOauth(plugin);
  const pluginId = plugin.id;
  if (!pending) throw notFound("authorisation");
  if (pending.userId !== actor.id)
    throw new AppError("forbidden", "Somebody else began this authorisation. Begin one of your own.");
  const problem = await complete(db, plugin, returned, pending, client);
  if (problem) {
    await db.plugin.updateMany({ where: { id: pluginId }, data: { lastError: problem, lastErrorAt: new Date() } });
    return { pluginId };
  }
  await recordAudit(db, actor, { action: "plugin.authorized", subject: plugin.name });
  await refreshPlugin(db, pluginId);
  return { pluginId };
}

async function takeState(db: TenantDatabase, state: string): Promise<Plugin> {
  const oauthStateHash = tokenDigest(state);
  const plugin = await db.plugin.findFirst({ where: { oauthStateHash } });
  const { count } = await db.plugin.updateMany({ where: { oauthStateHash }, data: { oauthStateHash: null } });
  if (!plugin || count === 0) throw notFound("authorisation");
  return plugin;
}

/** Gives what went wrong; null when the tokens are kept. */
async function complete(
  db: TenantDatabase,
  { id, url }: Plugin,
  { code, error, iss }: Returned,
  { startedAt, codeVerifier, discovery }: NonNullable<OauthState["pending"]>,
  client: OauthState["client"],
): Promise<string | null> {
  if (error || !code) return "The authorisation was refused at the server. Begin it again.";
  if (Date.now() - startedAt > longestMs) return "This authorisation took longer than ten minutes. Begin it again.";
  if (!isFromIssuer(iss, discovery)) return "The authorisation came from another server than the one that was asked.";
  const provider = new OauthProvider({ redirectUrl: callbackUrl(), client, codeVerifier, discovery });
  try {
    await authorize(provider, { serverUrl: url ?? "", authorizationCode: code });
  } catch (failure) {
    if (failure instanceof AppError) return failure.message;
    throw failure;
  }
  const { issued } = provider;
  if (!issued) return failed(undefined).message;
  const kept = (found: OauthState) => ({ client: found.client, ...keptTokens(issued), discovery });
  // Somebody may have moved the plugin to another server meanwhile, or begun anew.
  const change = (found: OauthState) => (found.pending?.codeVerifier === codeVerifier ? kept(found) : null);
  const state = await changeOauth(db, id, change, { needsAuthorization: false });
  if (state?.tokens?.access_token === issued.access_token) return null;
  return "The plugin was changed before the authorisation was over. Begin it again.";
}

/**
 * RFC 9207: who sends the browser back is the server that was asked, by its own metadata and by the address that those
 * came from (RFC 8414, 3.3), or else a code could be taken to a stranger's token endpoint. One that promises to say who it
 * is has to.
 */
function isFromIssuer(iss: string | undefined, discovery: OAuthDiscoveryState): boolean {
  const { authorizationServerUrl, authorizationServerMetadata: metadata } = discovery;
  if (iss === undefined)
    return (metadata as Record<string, unknown> | undefined)?.authorization_response_iss_parameter_supported !== true;
  const bare = (address: string) => address.replace(/\/$/, "");
  return bare(iss) === bare(authorizationServerUrl) && (!metadata || iss === metadata.issuer);
}

async function authorize(provider: OauthProvider, options: Omit<Parameters<typeof auth>[1], "fetchFn">): Promise<void> {
  try {
    await auth(provider, { ...options, fetchFn: oauthFetch });
  } catch (error) {
    throw failed(error);
  }
}

/** Bodies of answers stay out of it: they may hold what is secret. */
function failed(error: unknown): AppError {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof BlockedAddressError) return new AppError("unavailable", cause.message);
  const code = error instanceof OAuthError && !(error instanceof ServerError) ? ` (${error.errorCode})` : "";
  const sentence = `The server's authorisation did not work: it did not answer as OAuth 2.1 says, or does not take Frontdesk as a client${code}.`;
  return new AppError("unavailable", sentence);
}

/** What the server's 401 says of where to go. */
async function askChallenge(plugin: Plugin): Promise<Challenge> {
  const { url, transport } = plugin;
  try {
    const endpoint = { url: url ?? "", headers: readHeaders(plugin), transport };
    (await openClient(endpoint, AbortSignal.timeout(timeoutMs))).close();
  } catch (error) {
    if (!(error instanceof ServerFailure)) throw error;
    if (error.details.challenge) return error.details.challenge;
    throw new AppError("unavailable", error.forOwner);
  }
  throw new AppError("conflict", "The server lets Frontdesk in without an authorisation: list its tools again.");
}

/** The same for every organisation: a server that knows its clients by hand wants one address. */
function callbackUrl(): string {
  return `${env().PUBLIC_URL}/oauth/callback`;
}
