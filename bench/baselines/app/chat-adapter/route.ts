import { createMemoryState } from "@chat-adapter/state-memory";
import { createTwilioAdapter } from "@chat-adapter/twilio";
import { Chat } from "chat";

/**
 * A bot as the library's README builds it. Account and token come from the environment variables that it documents.
 * `concurrent`, because it locks by sender, so that with its other strategies one customer's message would make it drop
 * those of all others; no messages about each request, because they would slow it down.
 */
const bot = new Chat({
  userName: "bench",
  adapters: { twilio: createTwilioAdapter({ webhookUrl: process.env.WEBHOOK_URL }) },
  state: createMemoryState(),
  concurrency: "concurrent",
  logger: "error",
});

let handled = 0;
bot.onDirectMessage(async (_thread, message) => {
  if (message.text) handled += 1;
});

export function POST(request: Request): Promise<Response> {
  return bot.webhooks.twilio(request);
}

/** How many messages have reached the handler. */
export function GET(): Response {
  return Response.json({ handled });
}

export const dynamic = "force-dynamic";
