import { discoverOAuthServerInfo } from "@modelcontextprotocol/sdk/client/auth.js";
import type { Plugin, PluginAuth, PluginTransport } from "@/generated/prisma/client";
import type { TenantDatabase } from "../db/for-organization";
import { AppError } from "../errors";
import { redact } from "./firewall/redact";
import { type Listing, listDefinitions } from "./mcp/list-definitions";
import { oauthFetch } from "./mcp/oauth-fetch";
import { type Connection, openClient } from "./mcp/open-client";
import { type Challenge, ServerFailure } from "./mcp/server-failure";
import { withServer } from "./mcp/with-server";
import { secretsInHeaders, secretsOf } from "./plugin-secrets";

const timeoutMs = 15_000;

/** What a server said of itself and its tools. */
export interface Report {
  transport: PluginTransport;
  serverName: string | null;
  serverVersion: string | null;
  /** How long connecting and listing took. */
  latencyMs: number;
  listing: Listing;
}

/** A server that somebody wants to connect: its report, or that it asks for authorisation first. */
export type FirstReport = { auth: PluginAuth } & (Report | { needsAuthorization: true });

/**
 * Asks a server that is not kept yet. Throws `invalid` beside `url` when it cannot be reached, does not speak MCP or lists
 * what cannot be taken; beside `headers` when it refuses them, or wants some and knows no OAuth.
 */
export async function askNewServer(url: string, headers: Record<string, string>): Promise<FirstReport> {
  const auth = Object.keys(headers).length > 0 ? "headers" : "none";
  const secrets = secretsInHeaders(headers);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const report = await timed(async () => {
      const connection = await openClient({ url, headers, transport: null }, signal);
      return list(connection, secrets).finally(connection.close);
    });
    const [problem] = report.listing.refused;
    if (problem) throw refuse("url", problem);
    return { auth, ...report };
  } catch (error) {
    if (!(error instanceof ServerFailure)) throw error;
    if (!error.details.challenge) throw refuse("url", redact(error.forOwner, secrets));
    return requireOauth(url, headers, error.details.challenge);
  }
}

/** Asks a server that is kept, in its own transport, with its headers and our authorisation there. Throws ServerFailure. */
export async function askServer(db: TenantDatabase, plugin: Plugin): Promise<Report> {
  const signal = AbortSignal.timeout(timeoutMs);
  return timed(() => withServer(db, plugin, signal, (connection) => list(connection, secretsOf(plugin))));
}

async function list(connection: Connection, secrets: string[]): Promise<Omit<Report, "latencyMs">> {
  const { transport, serverName, serverVersion } = connection;
  return { transport, serverName, serverVersion, listing: await listDefinitions(connection, secrets) };
}

async function timed<T extends object>(work: () => Promise<T>): Promise<T & { latencyMs: number }> {
  const startedAt = performance.now();
  const done = await work();
  return { ...done, latencyMs: Math.round(performance.now() - startedAt) };
}

async function requireOauth(
  url: string,
  headers: Record<string, string>,
  { resourceMetadataUrl }: Challenge,
): Promise<{ auth: "oauth"; needsAuthorization: true }> {
  if (Object.keys(headers).some((name) => name.toLowerCase() === "authorization"))
    throw refuse("headers", "The server does not accept this authorisation. Give a token that is valid there.");
  const found = await discoverOAuthServerInfo(url, {
    ...(resourceMetadataUrl && { resourceMetadataUrl }),
    fetchFn: oauthFetch,
  }).catch(() => null);
  if (found?.authorizationServerMetadata) return { auth: "oauth", needsAuthorization: true };
  throw refuse("headers", "The server wants to know who asks. Give its token in the header Authorization.");
}

function refuse(field: "url" | "headers", sentence: string): AppError {
  return new AppError("invalid", sentence, { fields: { [field]: sentence } });
}
