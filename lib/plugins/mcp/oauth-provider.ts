import type { OAuthClientProvider, OAuthDiscoveryState } from "@modelcontextprotocol/sdk/client/auth.js";
import type {
  OAuthClientInformationMixed,
  OAuthClientMetadata,
  OAuthTokens,
} from "@modelcontextprotocol/sdk/shared/auth.js";

/** What one authorisation begins with: the second half brings what the first half left. */
export interface Given {
  redirectUrl: string;
  state?: string;
  client?: OAuthClientInformationMixed | undefined;
  codeVerifier?: string;
  discovery?: OAuthDiscoveryState;
}

/**
 * Holds, in memory, what the SDK finds out in one half of an authorisation: `url` and `codeVerifier` after the first,
 * `tokens` after the second. It has no tokens to begin with, so that a person is always asked anew; refreshing is
 * refresh-tokens.ts.
 */
export class OauthProvider implements OAuthClientProvider {
  url: URL | undefined;
  issued: OAuthTokens | undefined;

  constructor(readonly given: Given) {}

  get redirectUrl(): string {
    return this.given.redirectUrl;
  }

  get clientMetadata(): OAuthClientMetadata {
    return {
      client_name: "Frontdesk",
      redirect_uris: [this.redirectUrl],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: this.authMethod(),
    };
  }

  state(): string {
    return this.given.state ?? "";
  }

  clientInformation(): OAuthClientInformationMixed | undefined {
    return this.given.client;
  }

  saveClientInformation(client: OAuthClientInformationMixed): void {
    this.given.client = client;
  }

  tokens(): undefined {
    return undefined;
  }

  saveTokens(tokens: OAuthTokens): void {
    this.issued = tokens;
  }

  redirectToAuthorization(url: URL): void {
    this.url = url;
  }

  saveCodeVerifier(codeVerifier: string): void {
    this.given.codeVerifier = codeVerifier;
  }

  codeVerifier(): string {
    return this.given.codeVerifier ?? "";
  }

  discoveryState(): OAuthDiscoveryState | undefined {
    return this.given.discovery;
  }

  saveDiscoveryState(discovery: OAuthDiscoveryState): void {
    this.given.discovery = discovery;
  }

  invalidateCredentials(scope: "all" | "client" | "tokens" | "verifier" | "discovery"): void {
    if (scope === "all" || scope === "client") this.given.client = undefined;
  }

  /** We can keep a secret; a server that gives none to anybody knows us by PKCE alone. */
  private authMethod(): string {
    const supported = this.given.discovery?.authorizationServerMetadata?.token_endpoint_auth_methods_supported;
    const methods = ["client_secret_basic", "client_secret_post", "none"];
    return methods.find((method) => supported?.includes(method)) ?? "client_secret_basic";
  }
}
