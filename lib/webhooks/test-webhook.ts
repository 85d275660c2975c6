import { formBody, signature } from "@/local/twilio/signature";
import type { TestOrganization } from "@/tests/make-organization";

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

/** The form, signed for the public address of `at`. */
export function signed(
  { twilio }: TestOrganization,
  parameters: Form,
  at = path,
  authToken = twilio.authToken,
): Request {
  // The address that Next tells the handler is never the public one.
  return new Request(`http://localhost:3000${at}`, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
      "x-twilio-signature": signature(authToken, publicUrl + at, parameters),
    },
    body: formBody(parameters),
  });
}
