import { randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { ApiError, notFound } from "./api-error";
import { authenticate } from "./authenticate";
import type { Simulator } from "./simulator";
import type { Account } from "./store";

const path = "/v1/AuthTokens";

/**
 * The two Auth Tokens of an account. The secondary one is good for API calls at once; webhooks are signed with it, and
 * the old one is refused, from its promotion on. API keys may not do this.
 * Source: https://www.twilio.com/docs/iam/api/authtoken-rotation
 */
export function authTokensApi(server: FastifyInstance, simulator: Simulator): void {
  const { store } = simulator;

  server.post(`${path}/Secondary`, (request, reply) => {
    const account = authenticateOwner(simulator, request);
    const secondaryAuthToken = randomBytes(16).toString("hex");
    store.registerAccount({ ...account, secondaryAuthToken });
    note(simulator, "Secondary Auth Token made");
    const named = { account_sid: account.accountSid, secondary_auth_token: secondaryAuthToken };
    return reply.code(201).send({ ...named, ...times(), url: `https://accounts.twilio.com${path}/Secondary` });
  });

  server.delete(`${path}/Secondary`, (request, reply) => {
    const account = authenticateOwner(simulator, request);
    if (!account.secondaryAuthToken) throw notFound(`${path}/Secondary`);
    store.registerAccount({ ...account, secondaryAuthToken: undefined });
    note(simulator, "Secondary Auth Token deleted");
    return reply.code(204).send();
  });

  server.post(`${path}/Promote`, (request) => {
    const account = authenticateOwner(simulator, request);
    const promoted = account.secondaryAuthToken;
    if (!promoted) throw notFound(`${path}/Promote`);
    store.registerAccount({ ...account, authToken: promoted, secondaryAuthToken: undefined });
    note(simulator, "Secondary Auth Token promoted");
    const named = { account_sid: account.accountSid, auth_token: promoted };
    return { ...named, ...times(), url: `https://accounts.twilio.com${path}/Promote` };
  });
}

function authenticateOwner({ store }: Simulator, request: FastifyRequest): Account {
  const account = authenticate(store, request);
  const user = Buffer.from(String(request.headers.authorization).slice("Basic ".length), "base64").toString();
  if (!user.startsWith(`${account.accountSid}:`)) throw new ApiError(403, 20403, "Forbidden");
  return account;
}

function note({ activity }: Simulator, title: string): void {
  activity.record({ direction: "from-app", title, detail: "of the account" });
}

function times() {
  const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  return { date_created: now, date_updated: now };
}
