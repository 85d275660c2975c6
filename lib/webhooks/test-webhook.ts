import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { request } from "undici";
import { afterAll, beforeAll } from "vitest";
import { formBody, signature } from "@/local/twilio/signature";
import type { TestOrganization } from "@/tests/make-organization";
import { answerWebhook } from "@/tests/webhook-routes";

export const publicUrl = "https://desk.example.test";
export const path = "/webhooks/whatsapp/twilio";
let counter = 0;

export type Form = Record<string, string | string[]>;

/** As Twilio posts a message of a customer; each has a SID of its own. */
export function form({ twilio }: TestOrganization, more: Form = {}): Form {
  return {
    MessageSid: `SM${(++counter).toString(16).padStart(32, "0")}`,
    AccountSid: twilio.accountSid,
    From: "whatsapp:+447700900142",
    To: `whatsapp:${twilio.number}`,
    Body: "hello",
    NumMedia: "0",
    ...more,
  };
}

export interface Webhook {
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** The form, signed for the public address of `at`. */
export function signed(
  { twilio }: TestOrganization,
  parameters: Form,
  at = path,
  authToken = twilio.authToken,
): Webhook {
  const headers = {
    "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
    "x-twilio-signature": signature(authToken, publicUrl + at, parameters),
  };
  return { path: at, headers, body: formBody(parameters) };
}

/** The webhooks' own pages behind a real HTTP server, for all tests of a file. */
export function webhookServer() {
  let server: Server;
  beforeAll(async () => {
    server = createServer(async (incoming, outgoing) => {
      if (!(await answerWebhook(incoming, outgoing))) outgoing.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    /** Posts it, to another path than it was signed for where one is given. */
    async post({ headers, body, ...webhook }: Webhook, to = webhook.path) {
      const answer = await request(origin() + to, { method: "POST", headers, body });
      return { status: answer.statusCode, type: answer.headers["content-type"], text: await answer.body.text() };
    },
    /** The same, and only the status of the answer. */
    async statusOf(webhook: Webhook, to = webhook.path): Promise<number> {
      return (await this.post(webhook, to)).status;
    },
  };
}
