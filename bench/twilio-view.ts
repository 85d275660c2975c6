import type { BenchStack } from "./bench-stack";

/** A message as the Twilio simulator has it. */
export interface TwilioMessage {
  sid: string;
  direction: "inbound" | "outbound-api";
  /** whatsapp:+E164. */
  to: string;
  body: string;
  /** ms since 1970: when the webhook was posted, or the reply created. */
  createdAt: number;
}

/** What the simulator has, oldest first; of one customer (E.164) when one is named. */
export async function listTwilioMessages({ twilioUrl }: BenchStack, customer?: string): Promise<TwilioMessage[]> {
  const query = customer ? `?customer=${encodeURIComponent(customer)}` : "";
  const response = await fetch(`${twilioUrl}/_sim/messages${query}`);
  return ((await response.json()) as { messages: TwilioMessage[] }).messages;
}

/** Lets a customer (E.164) write; the simulator posts the webhook. Throws when it was not taken. */
export async function writeAsCustomer({ twilioUrl }: BenchStack, customer: string, body: string): Promise<void> {
  const response = await fetch(`${twilioUrl}/_sim/inbound`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ from: customer, body }),
  });
  const { accepted } = (await response.json()) as { accepted?: boolean };
  if (!accepted) throw new Error("The app did not take a message of the Twilio simulator's.");
}
