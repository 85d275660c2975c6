import { LRUCache } from "lru-cache";
import type { z } from "zod";
import type { TenantDatabase } from "../db/for-organization";
import { AppError } from "../errors";
import { ModelError, type ModelErrorKind } from "../gateway/model-error";
import { parseInput } from "../parse-input";
import type { HistoryMessage } from "./build-prompt";
import { composeAnswer } from "./compose-answer";
import { openDraft } from "./open-draft";
import { tryDraftSchema } from "./schema";
import { type TestRounds, tryRounds } from "./try-rounds";

/** What the draft answers, cut and worded as it would go out, with what it took; or why there is no answer. */
export interface TestAnswer {
  /** The messages that a customer would get. */
  parts: string[];
  receipt: TestReceipt | null;
  /** `kind` is "empty" when the model said nothing: the customer would get the fallback text. */
  problem: { kind: ModelErrorKind | "empty"; sentence: string } | null;
}

export interface TestReceipt {
  /** The model's name at the provider. */
  model: string;
  modelMs: number;
  inputTokens: number | null;
  outputTokens: number | null;
  /** Micro-units of `currency`; null when the model has no price. */
  costMicros: number | null;
  currency: string;
  finishReason: string;
  /** Each call of the model with the tools that it asked for. */
  rounds: TestRounds["rounds"];
}

/** A person writes fewer; a program that writes more would spend the organisation's money. */
const mostInWindow = 20;
const windowMs = 60_000;

/**
 * Lets the draft, as it is saved, answer the last message of a conversation that exists nowhere else: the same prompt,
 * gateway, tools, cutting and disclosure as on WhatsApp. Nothing is sent, nothing stored but the calls that reach a tool,
 * and tools that change something are not carried out unless `act` says so; the model's price is paid. Throws
 * `too_many_requests` above 20 in a minute by one member.
 */
export async function tryDraft(
  db: TenantDatabase,
  input: z.input<typeof tryDraftSchema>,
  userId: string,
): Promise<TestAnswer> {
  const { messages, act } = parseInput(tryDraftSchema, input);
  limitRate(`${db.organizationId} ${userId}`);
  const { content } = await openDraft(db);
  const model = await db.organizationModel.findUnique({ where: { id: content.organizationModelId } });
  if (!model?.providerKeyId) return failed("owner_must_fix", "The draft’s model was deleted. Choose another one.");
  try {
    const { text, ...receipt } = await tryRounds(db, content, messages.map(toHistory), act);
    const isFirst = messages.every(({ from }) => from === "customer");
    const parts = composeAnswer(text, isFirst ? content.disclosureText : "");
    if (parts.length > 0) return { parts, receipt, problem: null };
    return { ...failed("empty", "The model gave an empty answer. The customer would get the fallback text."), receipt };
  } catch (error) {
    if (error instanceof ModelError) return failed(error.kind, error.message);
    throw error;
  }
}

function failed(kind: ModelErrorKind | "empty", sentence: string): TestAnswer {
  return { parts: [], receipt: null, problem: { kind, sentence } };
}

function toHistory({ from, text }: { from: "customer" | "assistant"; text: string }): HistoryMessage {
  const inbound = from === "customer";
  return { direction: inbound ? "inbound" : "outbound", author: from, kind: "text", text, extras: {} };
}

// Next evaluates a module once for each of its bundles: the process counts once all the same.
const holder = globalThis as typeof globalThis & { frontdeskTests?: LRUCache<string, number[]> };

function limitRate(who: string): void {
  holder.frontdeskTests ??= new LRUCache({ max: 5_000, ttl: windowMs });
  const now = Date.now();
  const recent = (holder.frontdeskTests.get(who) ?? []).filter((at) => now - at < windowMs);
  const [oldest] = recent;
  if (oldest !== undefined && recent.length >= mostInWindow) {
    const retryAfterSeconds = Math.max(1, Math.ceil((oldest + windowMs - now) / 1000));
    const sentence = `That is ${mostInWindow} messages in a minute. Write on in ${retryAfterSeconds} s.`;
    throw new AppError("too_many_requests", sentence, { retryAfterSeconds });
  }
  holder.frontdeskTests.set(who, [...recent, now]);
}
