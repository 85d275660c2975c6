import type { Plugin } from "@/generated/prisma/client";
import type { TenantDatabase } from "../../db/for-organization";
import { readHeaders } from "../plugin-secrets";
import { readOauth } from "./oauth-state";
import { type Connection, type Endpoint, openClient } from "./open-client";
import { refreshTokens } from "./refresh-tokens";
import { ServerFailure } from "./server-failure";

/** An access token that ends sooner is refreshed beforehand. */
const soonMs = 30_000;

/**
 * Connects to a plugin's server, with its headers and our access token, and does something with the connection, which is
 * of this one call and closed afterwards. An access token that has ended is refreshed, once. Throws ServerFailure.
 */
export async function withServer<T>(
  db: TenantDatabase,
  plugin: Plugin,
  signal: AbortSignal,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connect(db, plugin, signal);
  try {
    return await use(connection);
  } finally {
    connection.close();
  }
}

async function connect(db: TenantDatabase, plugin: Plugin, signal: AbortSignal): Promise<Connection> {
  const { tokens, expiresAt } = readOauth(plugin);
  if (plugin.auth !== "oauth") return openClient(endpointOf(plugin), signal);
  if (!tokens) throw needsAuthorization();
  const isEnding = expiresAt !== undefined && expiresAt < Date.now() + soonMs;
  const current = isEnding ? await refreshTokens(db, plugin, tokens.access_token, signal) : tokens.access_token;
  try {
    return await openClient(endpointOf(plugin, current), signal);
  } catch (error) {
    if (!(error instanceof ServerFailure) || !error.details.challenge) throw error;
    return openClient(endpointOf(plugin, await refreshTokens(db, plugin, current, signal)), signal);
  }
}

function endpointOf(plugin: Plugin, accessToken?: string): Endpoint {
  const headers = readHeaders(plugin);
  const authorization = accessToken && { Authorization: `Bearer ${accessToken}` };
  return { url: plugin.url ?? "", headers: { ...headers, ...authorization }, transport: plugin.transport };
}

export function needsAuthorization(): ServerFailure {
  return new ServerFailure("Somebody has to authorise Frontdesk at the server first.", { challenge: {} });
}
