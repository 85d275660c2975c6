import { type BenchStack, untilAnswered } from "./bench-stack";
import { loadOurs } from "./intake";
import { percentile } from "./statistics";
import { listTwilioMessages, writeAsCustomer } from "./twilio-view";
import { customerPhone } from "./webhooks";

export interface BurstResult {
  messages: number;
  customers: number;
  /** Rows of the database; each message that was answered with 200 has one. */
  stored: number;
  /** By the Twilio simulator's outbound messages: how many messages were answered, and how many more than once. */
  answered: number;
  answeredTwice: number;
  customersAnswered: number;
  replies: number;
  /** ms until a webhook was answered. */
  p99: number;
  /** Until the last reply was with Twilio. */
  seconds: number;
}

/** Webhooks of the load never were at the Twilio simulator: it lets free text through only to customers who wrote there. */
async function openWindows(stack: BenchStack, customers: number): Promise<void> {
  for (let index = 0; index < customers; index++) await writeAsCustomer(stack, customerPhone(index), "Good morning!");
  await untilAnswered(stack);
}

/**
 * Posts all messages at once, each over a connection of its own, and waits for the replies. The model repeats each
 * message's reference in its answer, so that the simulator's outbound messages tell how often each was answered.
 */
export async function measureBurst(
  stack: BenchStack,
  { messages, customers }: { messages: number; customers: number },
): Promise<BurstResult> {
  await openWindows(stack, customers);
  const startedAt = performance.now();
  const { accepted, latenciesMs } = await loadOurs(stack, messages, { connections: messages, customers });
  await untilAnswered(stack);
  const seconds = (performance.now() - startedAt) / 1_000;

  const answers = new Map(accepted.map((messageSid) => [messageSid, 0]));
  const outbound = (await listTwilioMessages(stack)).filter((message) => message.direction === "outbound-api");
  const replies = outbound.filter((reply) => {
    const references = referencesIn(reply.body).filter((reference) => answers.has(reference));
    for (const reference of references) answers.set(reference, (answers.get(reference) ?? 0) + 1);
    return references.length > 0;
  });
  const counts = [...answers.values()];
  return {
    messages,
    customers,
    stored: accepted.length,
    answered: counts.filter((count) => count > 0).length,
    answeredTwice: counts.filter((count) => count > 1).length,
    customersAnswered: new Set(replies.map((reply) => reply.to)).size,
    replies: replies.length,
    p99: percentile(latenciesMs, 99),
    seconds,
  };
}

function referencesIn(text: string): string[] {
  return [...text.matchAll(/\bref (\w+)/g)].map(([, reference = ""]) => reference);
}
