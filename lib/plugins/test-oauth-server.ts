import { randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { InvalidGrantError, InvalidTokenError } from "@modelcontextprotocol/sdk/server/auth/errors.js";
import { requireBearerAuth } from "@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js";
import type { AuthorizationParams, OAuthServerProvider } from "@modelcontextprotocol/sdk/server/auth/provider.js";
import { getOAuthProtectedResourceMetadataUrl, mcpAuthRouter } from "@modelcontextprotocol/sdk/server/auth/router.js";
import { createMcpExpressApp } from "@modelcontextprotocol/sdk/server/express.js";
import type { OAuthClientInformationFull, OAuthTokens } from "@modelcontextprotocol/sdk/shared/auth.js";
import { answerMcp, type Behaviour, says, tool } from "./test-mcp-server";

/**
 * An MCP server with its authorization server, both by the SDK's own parts: discovery, registration, PKCE. It consents at
 * once. A refresh token may be used once; whoever uses one again loses all tokens, as OAuth 2.1 advises.
 */
export async function startOauthServer() {
  const http = createServer().listen(0, "127.0.0.1");
  await once(http, "listening");
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const mcpUrl = new URL("/mcp", origin);
  const tokens = new Tokens();
  const behaviour: Behaviour = { tools: [tool("look")], call: () => says("Let in.") };
  const app = createMcpExpressApp();
  const noLimit = { rateLimit: false } as const;
  app.use(
    mcpAuthRouter({
      provider: tokens,
      issuerUrl: new URL(origin),
      resourceServerUrl: mcpUrl,
      scopesSupported: ["tools"],
      authorizationOptions: noLimit,
      clientRegistrationOptions: noLimit,
      tokenOptions: noLimit,
    }),
  );
  const resourceMetadataUrl = getOAuthProtectedResourceMetadataUrl(mcpUrl);
  app.post(
    "/mcp",
    requireBearerAuth({ verifier: tokens, resourceMetadataUrl }),
    (request: IncomingMessage & { body: unknown }, response: ServerResponse) =>
      answerMcp(behaviour, request, response, request.body),
  );
  http.on("request", app);
  return {
    url: mcpUrl.href,
    tokens,
    behaviour,
    async stop() {
      http.closeAllConnections();
      http.close();
      await once(http, "close");
    },
  };
}

class Tokens implements OAuthServerProvider {
  readonly clients = new Map<string, OAuthClientInformationFull>();
  readonly refreshes: string[] = [];
  expiresIn = 3600;
  /** Says `one` for each access token that is refused. */
  readonly refused = new EventEmitter();
  /** Others can come before a code is exchanged. */
  beforeExchange: () => Promise<unknown> = async () => {};
  /** How long a refresh takes: others can come meanwhile. */
  beforeRefresh: () => Promise<unknown> = async () => {};
  private readonly codes = new Map<string, AuthorizationParams>();
  private readonly access = new Set<string>();
  private readonly refresh = new Set<string>();

  readonly clientsStore = {
    getClient: (id: string) => this.clients.get(id),
    registerClient: (client: Omit<OAuthClientInformationFull, "client_id" | "client_id_issued_at">) => {
      const registered = { client_id: randomUUID(), ...client } as OAuthClientInformationFull;
      this.clients.set(registered.client_id, registered);
      return registered;
    },
  };

  async authorize(_: unknown, params: AuthorizationParams, response: { redirect(url: string): void }) {
    const code = randomUUID();
    this.codes.set(code, params);
    const to = new URL(params.redirectUri);
    to.search = String(new URLSearchParams({ code, state: params.state ?? "" }));
    response.redirect(to.href);
  }

  async challengeForAuthorizationCode(_: unknown, code: string) {
    const params = this.codes.get(code);
    if (!params) throw new InvalidGrantError("This code is unknown.");
    return params.codeChallenge;
  }

  async exchangeAuthorizationCode(_: unknown, code: string) {
    await this.beforeExchange();
    if (!this.codes.delete(code)) throw new InvalidGrantError("This code is unknown.");
    return this.issue();
  }

  async exchangeRefreshToken(_: unknown, refreshToken: string) {
    this.refreshes.push(refreshToken);
    await this.beforeRefresh();
    if (!this.refresh.delete(refreshToken)) {
      this.revokeAll();
      throw new InvalidGrantError("This refresh token was used before.");
    }
    return this.issue();
  }

  async verifyAccessToken(token: string) {
    if (!this.access.has(token)) {
      this.refused.emit("one");
      throw new InvalidTokenError("This token has ended.");
    }
    return { token, clientId: "any", scopes: ["tools"], expiresAt: Date.now() / 1000 + 3600 };
  }

  /** As time would do it. */
  endAccess(): void {
    this.access.clear();
  }

  revokeAll(): void {
    this.access.clear();
    this.refresh.clear();
  }

  private issue(): OAuthTokens {
    const [access_token, refresh_token] = [`access-${randomUUID()}`, `refresh-${randomUUID()}`];
    this.access.add(access_token);
    this.refresh.add(refresh_token);
    return { access_token, refresh_token, token_type: "bearer", expires_in: this.expiresIn, scope: "tools" };
  }
}
