import type { FastifyInstance } from "fastify";
import { authenticate } from "./authenticate";
import { rfc2822 } from "./message-resource";
import type { Simulator } from "./simulator";

/** The Account resource, by which an app checks its credentials. Source: https://www.twilio.com/docs/iam/api/account */
export function accountApi(server: FastifyInstance, { store }: Simulator): void {
  server.get("/2010-04-01/Accounts/:accountSid(^\\w+).json", (request) => {
    const account = authenticate(store, request);
    const uri = `/2010-04-01/Accounts/${account.accountSid}`;
    const created = rfc2822(Date.UTC(2026, 0, 5, 9));
    return {
      sid: account.accountSid,
      owner_account_sid: account.accountSid,
      friendly_name: account.senders[0]?.businessName ?? "Simulated account",
      status: account.status ?? "active",
      type: "Full",
      auth_token: account.authToken,
      date_created: created,
      date_updated: created,
      uri: `${uri}.json`,
      subresource_uris: { messages: `${uri}/Messages.json` },
    };
  });
}
