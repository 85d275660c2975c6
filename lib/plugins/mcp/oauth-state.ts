import type { OAuthDiscoveryState } from "@modelcontextprotocol/sdk/client/auth.js";
import type { OAuthClientInformationMixed, OAuthTokens } from "@modelcontextprotocol/sdk/shared/auth.js";
import type { Plugin } from "@/generated/prisma/client";
import type { TenantDatabase } from "../../db/for-organization";
import { decryptSecret, encryptSecret } from "../../secrets";

/** All that belongs to our authorisation at one server; kept in one envelope, `Plugin.oauth`. */
export interface OauthState {
  client?: OAuthClientInformationMixed | undefined;
  tokens?: OAuthTokens | undefined;
  /** When the access token ends, in ms since 1970; undefined when the server does not say. */
  expiresAt?: number | undefined;
  /** Where the authorization server is, and what it can do. */
  discovery?: OAuthDiscoveryState | undefined;
  /** An authorisation that somebody began. */
  pending?:
    | { userId: string | null; startedAt: number; codeVerifier: string; discovery: OAuthDiscoveryState }
    | undefined;
  /** Somebody is refreshing the tokens: the others wait for what comes of it. */
  refreshing?: { by: string; until: number } | undefined;
}

export function readOauth({ organizationId, oauth }: Pick<Plugin, "organizationId" | "oauth">): OauthState {
  return oauth ? JSON.parse(decryptSecret(oauth, { organizationId, field: "plugin.oauth" })) : {};
}

export function oauthSecrets({ client, tokens, pending }: OauthState): string[] {
  const all = [
    tokens?.access_token,
    tokens?.refresh_token,
    tokens?.id_token,
    client?.client_secret,
    pending?.codeVerifier,
  ];
  return all.filter((secret) => secret !== undefined);
}

/** Tokens as they are kept, with the time when they end. */
export function keptTokens(tokens: OAuthTokens): Pick<OauthState, "tokens" | "expiresAt"> {
  const { expires_in: seconds } = tokens;
  return { tokens, expiresAt: seconds === undefined ? undefined : Date.now() + seconds * 1_000 };
}

/** Columns that change along with the envelope. */
interface Along {
  auth?: "oauth";
  needsAuthorization?: boolean;
  oauthStateHash?: string | null;
}

/**
 * Changes the envelope, and only from what was read: of two who change it at once, the second begins again from what the
 * first has made. `change` gives null to leave it. Gives what is kept afterwards; null when the plugin is gone.
 */
export async function changeOauth(
  db: TenantDatabase,
  pluginId: string,
  change: (state: OauthState) => OauthState | null,
  along: Along = {},
): Promise<OauthState | null> {
  const { organizationId } = db;
  for (;;) {
    const plugin = await db.plugin.findFirst({ where: { id: pluginId } });
    if (!plugin) return null;
    const state = readOauth(plugin);
    const next = change(state);
    if (!next) return state;
    const { count } = await db.plugin.updateMany({
      where: { id: pluginId, oauth: plugin.oauth },
      data: { oauth: encryptSecret(JSON.stringify(next), { organizationId, field: "plugin.oauth" }), ...along },
    });
    if (count === 1) return next;
  }
}
