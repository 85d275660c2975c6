import { timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { ApiError, notFound } from "./api-error";
import type { Account, TwilioStore } from "./store";

/**
 * The account that a request's Basic credentials belong to: Account SID and Auth Token, or an API key and its secret.
 * Throws 401/20003 when they are missing or wrong, and 404/20404 when the path names another account.
 */
export function authenticate(store: TwilioStore, request: FastifyRequest): Account {
  const [user, secret] = basicCredentials(request.headers.authorization);
  const account = store.accounts().find((candidate) => accepts(candidate, user, secret));
  if (!account) throw new ApiError(401, 20003, "Authenticate");
  const named = (request.params as { accountSid?: string }).accountSid;
  if (named && named !== account.accountSid) throw notFound(request.url.split("?")[0] ?? "");
  return account;
}

function accepts(account: Account, user: string, secret: string): boolean {
  if (user === account.accountSid) return isAuthToken(account, secret);
  return account.apiKeys.some((key) => key.sid === user && same(secret, key.secret));
}

function isAuthToken({ authToken, secondaryAuthToken }: Account, secret: string): boolean {
  return same(secret, authToken) || (secondaryAuthToken !== undefined && same(secret, secondaryAuthToken));
}

function basicCredentials(header = ""): [user: string, secret: string] {
  const decoded = Buffer.from(header.replace(/^Basic /i, ""), "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  return [decoded.slice(0, Math.max(colon, 0)), decoded.slice(colon + 1)];
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
