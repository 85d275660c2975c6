import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { refreshAuthorization } from "@modelcontextprotocol/sdk/client/auth.js";
import {
  InvalidClientError,
  InvalidGrantError,
  UnauthorizedClientError,
} from "@modelcontextprotocol/sdk/server/auth/errors.js";
import type { OAuthTokens } from "@modelcontextprotocol/sdk/shared/auth.js";
import type { TenantDatabase } from "../../db/for-organization";
import { oauthFetch } from "./oauth-fetch";
import { changeOauth, keptTokens, type OauthState } from "./oauth-state";
import { ServerFailure } from "./server-failure";

/** After it, whoever was refreshing has died of something. */
const refreshMs = 15_000;
const lookAgainMs = 150;

/**
 * A new access token in place of one that has ended. Refresh tokens may be used once only: of several who need a new one,
 * in whatever instance, one asks for it, and the others wait for what it keeps. Throws ServerFailure when the server wants
 * a person to authorise us again, or cannot be reached.
 */
export async function refreshTokens(
  db: TenantDatabase,
  { id }: { id: string },
  ended: string,
  signal: AbortSignal,
): Promise<string> {
  const me = randomUUID();
  for (;;) {
    const state = await changeOauth(db, id, (found) => claim(found, ended, me));
    const token = state?.tokens?.access_token;
    if (!state || !token) throw authorizeAgain();
    if (token !== ended) return token;
    if (state.refreshing?.by === me) return refresh(db, id, state, me);
    await setTimeout(lookAgainMs, undefined, { signal }).catch(() => {
      throw new ServerFailure("The server's authorization did not answer in time.");
    });
  }
}

function claim(state: OauthState, ended: string, by: string): OauthState | null {
  if (state.tokens?.access_token !== ended) return null;
  if (state.refreshing && state.refreshing.until > Date.now()) return null;
  return { ...state, refreshing: { by, until: Date.now() + refreshMs } };
}

async function refresh(db: TenantDatabase, pluginId: string, state: OauthState, me: string): Promise<string> {
  try {
    const tokens = await requestTokens(state);
    const kept = await changeOauth(db, pluginId, (found) => {
      if (found.refreshing?.by !== me) return null;
      return { ...found, ...keptTokens(tokens), refreshing: undefined };
    });
    // Somebody has authorised us anew meanwhile: theirs is the later one.
    return kept?.tokens?.access_token ?? tokens.access_token;
  } catch (error) {
    const isOver = endings.some((kind) => error instanceof kind);
    const give = (found: OauthState) => {
      if (found.refreshing?.by !== me) return null;
      return { ...found, refreshing: undefined, ...(isOver && { tokens: undefined, expiresAt: undefined }) };
    };
    await changeOauth(db, pluginId, give, isOver ? { needsAuthorization: true } : {});
    if (isOver) throw authorizeAgain();
    throw new ServerFailure("The server’s authorization could not be refreshed: where it is given did not answer.");
  }
}

/** What no other try would change; ServerFailure: there is nothing to refresh with. */
const endings = [InvalidGrantError, InvalidClientError, UnauthorizedClientError, ServerFailure];

async function requestTokens({ client, tokens, discovery }: OauthState): Promise<OAuthTokens> {
  const refreshToken = tokens?.refresh_token;
  if (!client || !discovery || !refreshToken) throw authorizeAgain();
  const issued = await refreshAuthorization(discovery.authorizationServerUrl, {
    metadata: discovery.authorizationServerMetadata,
    clientInformation: client,
    refreshToken,
    resource: discovery.resourceMetadata?.resource,
    fetchFn: oauthFetch,
  });
  return { ...issued, issuer: tokens.issuer };
}

function authorizeAgain(): ServerFailure {
  return new ServerFailure("Somebody has to authorise Frontdesk at the server again.", { challenge: {} });
}
