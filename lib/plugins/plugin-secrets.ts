import type { Plugin } from "@/generated/prisma/client";
import { decryptSecret, encryptSecret } from "../secrets";
import { secretsInHeader } from "./firewall/redact";
import { oauthSecrets, readOauth } from "./mcp/oauth-state";

type Headers = Record<string, string>;

/** The columns of headers: encrypted, with their names beside them. */
export function headerColumns(organizationId: string, headers: Headers) {
  const headerNames = Object.keys(headers);
  const none = headerNames.length === 0;
  return {
    headers: none ? null : encryptSecret(JSON.stringify(headers), { organizationId, field: "plugin.headers" }),
    headerNames,
  };
}

export function readHeaders({ organizationId, headers }: Pick<Plugin, "organizationId" | "headers">): Headers {
  return headers ? JSON.parse(decryptSecret(headers, { organizationId, field: "plugin.headers" })) : {};
}

/** All that must not come back from a server to a model, an owner or a log. */
export function secretsOf(plugin: Pick<Plugin, "organizationId" | "headers" | "oauth">): string[] {
  return [...secretsInHeaders(readHeaders(plugin)), ...oauthSecrets(readOauth(plugin))];
}

export function secretsInHeaders(headers: Headers): string[] {
  return Object.values(headers).flatMap(secretsInHeader);
}
