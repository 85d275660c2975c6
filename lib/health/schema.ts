import { z } from "zod";
import type { HealthStatus } from "@/generated/prisma/enums";
import type { TenantDatabase } from "../db/for-organization";

export type { HealthStatus };

export const groups = { receiving: "Receiving", answering: "Answering", delivering: "Delivering" } as const;
export type Group = keyof typeof groups;

/** What an owner would say is wrong, as Twilio's own troubleshooting calls it. */
export type Situation =
  | "No response"
  | "WhatsApp not enabled"
  | "Unauthorised"
  | "Delayed responses"
  | "Messages not delivering";

/** What one look found. Evidence is kept as JSON and is what the words are made of; its times are ISO 8601. */
export interface Verdict<Evidence> {
  status: HealthStatus;
  evidence: Evidence;
}

/** The pages of the panel that a repair may lead to. */
export type RepairPage = "whatsapp" | "assistant" | "plugins" | "conversations" | "settings";

export interface Fact {
  term: string;
  detail: string;
  /** An address, a number or an id, which is read letter by letter; or the very thing that is wrong. */
  look?: "mono" | "wrong";
}

/** A verdict in words. */
export interface Explanation {
  /** What is so, in one sentence. */
  sentence: string;
  /** Named where one of the five is recognised. */
  situation: Situation | null;
  /** What it means; empty where the sentence says it all. */
  whatHappened: string;
  /** One step each. */
  whatToDo: string[];
  facts: Fact[];
  /** What did not arrive, by Twilio's error code (0: it gave none). */
  codes: { code: number; count: number; sentence: string; owner: boolean }[];
  repair: { label: string; page: RepairPage } | null;
}

/** Times as the reader's own clock has them. */
export interface Wording {
  /** 09:12 today, else with the day. */
  at(time: string): string;
  /** 38 s ago */
  ago(time: string): string;
}

/** What Twilio said when it was last asked about account and sender. */
export const twilioReport = z.object({
  askedAt: z.iso.datetime(),
  /** Of number and credentials then; another one means that somebody has changed them. */
  fingerprint: z.string(),
  account: z.object({ name: z.string(), status: z.string(), isTrial: z.boolean() }).nullable(),
  /** Why the account could not be read; null: it was. */
  accountProblem: z.enum(["credentials", "account", "missing", "rights", "unreachable", "refused"]).nullable(),
  sender: z
    .object({
      status: z.string(),
      qualityRating: z.string().nullable(),
      messagingLimit: z.string().nullable(),
      offlineReasons: z.array(z.string()),
      callbackUrl: z.string().nullable(),
    })
    .nullable(),
  /** False where Twilio does not say which senders there are: the sandbox, and credentials without the right to. */
  senderKnown: z.boolean(),
});
export type TwilioReport = z.infer<typeof twilioReport>;

export interface CheckContext {
  db: TenantDatabase;
  now: Date;
  app: {
    id: string;
    /** As people write it. */
    number: string;
    isSandbox: boolean;
    accountSidLastFour: string;
    authTokenLastFour: string;
    /** The addresses at which its webhooks may call; the first is the one to recommend. */
    webhookUrls: string[];
    mode: "open" | "paused" | "fixed";
    pausedAt: Date | null;
    pausedText: string | null;
    version: { number: number; organizationModelId: string; fallbackModelIds: string[]; settleMs: number } | null;
    webhookSeenAt: Date | null;
    missedAt: Date | null;
    missedCount: number;
    /** Of number and credentials. */
    fingerprint: string;
  };
  twilio: TwilioReport;
}

/** One thing that can be wrong. */
export interface Check<Schema extends z.ZodType = z.ZodType> {
  /** Never changed: results are kept by it. */
  key: string;
  title: string;
  group: Group;
  evidence: Schema;
  run(context: CheckContext): Promise<Verdict<z.output<Schema>>>;
  explain(evidence: z.output<Schema>, status: HealthStatus, wording: Wording): Explanation;
}

/** Infers the evidence of a check from its schema. */
export function defineCheck<Schema extends z.ZodType>(check: Check<Schema>): Check {
  return check as unknown as Check;
}

/** An explanation with what is left out empty. */
export function explanation(said: Partial<Explanation> & { sentence: string }): Explanation {
  return { situation: null, whatHappened: "", whatToDo: [], facts: [], codes: [], repair: null, ...said };
}

export const isoTime = z.iso.datetime();

export function iso(date: Date | null | undefined): string | null {
  return date ? date.toISOString() : null;
}

/** 1 message, 14 messages */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
}

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
