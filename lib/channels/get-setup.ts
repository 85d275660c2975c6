import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { WebhookRefusal } from "@/generated/prisma/client";
import type { TenantDatabase } from "../db/for-organization";
import { listModels, type ModelView } from "../gateway/models";
import { listProviderKeys, type ProviderKeyView } from "../gateway/provider-keys";
import { sandboxNumber } from "../twilio/sandbox-number";
import { readCheck, type SenderCheck } from "./check-sender";
import { isOutOfReach } from "./out-of-reach";
import { isOurCallback, webhookAddresses } from "./sender-webhook";
import { readSetupNotes } from "./setup-notes";
import type { AppWithVersion } from "./whatsapp-app-view";

export const setupSteps = ["provider", "model", "sender", "webhook", "assistant", "test"] as const;
export type SetupStep = (typeof setupSteps)[number];
/** `current` is the first that is neither done nor broken. */
export type StepState = "done" | "broken" | "current" | "todo";

export interface ConnectedSender {
  /** E.164. */
  number: string;
  /** As people write it. */
  shownNumber: string;
  isSandbox: boolean;
  accountSidLastFour: string;
  authTokenLastFour: string;
  check: SenderCheck | null;
  checkedAt: Date | null;
  publishedVersion: number | null;
  addresses: ReturnType<typeof webhookAddresses>;
  rotating: boolean;
}

/** What is known of the way from Twilio to us. */
export interface WebhookEvidence {
  /** When a message last came that Twilio signed. */
  reachedAt: Date | null;
  /** Whether Twilio's own settings name our address; null when it did not say. */
  isOurs: boolean | null;
  callbackUrl: string | null;
  /** Twilio has no way to the address that we know ourselves by. */
  outOfReach: boolean;
  /** The newest refused request, when nothing good came after it. */
  refusal: { reason: WebhookRefusal; signedUrl: string; count: number; lastAt: Date } | null;
}

/** The first message after version 1 was published, and what became of it. */
export interface TestEvidence {
  arrivedAt: Date | null;
  answeredAt: Date | null;
  conversationId: string | null;
  /** Why it was not answered, or the answer did not arrive. */
  problem: string | null;
}

export interface Setup {
  states: Record<SetupStep, StepState>;
  done: number;
  /** The guided set-up is over: the page shows what is connected. */
  finished: boolean;
  keys: ProviderKeyView[];
  /** The key that step 1 is about: the newest that works, else the newest. */
  key: ProviderKeyView | null;
  models: ModelView[];
  /** The one that answers, or will. */
  model: ModelView | null;
  sender: ConnectedSender | null;
  webhook: WebhookEvidence;
  test: TestEvidence;
}

/**
 * How far the organisation is from being answered for, step by step, from what the database holds: nobody outside is
 * asked, so that any page may show it.
 */
export async function getSetup(db: TenantDatabase): Promise<Setup> {
  const [notes, keys, models, app] = await Promise.all([
    readSetupNotes(db),
    listProviderKeys(db),
    listModels(db),
    db.whatsAppApp.findFirst({ where: { disconnectedAt: null }, include: { publishedVersion: true } }),
  ]);
  const key = keys.findLast(({ testedAt, testProblem }) => testedAt && !testProblem) ?? keys.at(-1) ?? null;
  const modelId = app?.publishedVersion?.organizationModelId ?? notes.modelId;
  const model = models.find(({ organizationModelId }) => organizationModelId === modelId) ?? models.at(-1) ?? null;
  const sender = app && viewSender(app);
  const webhook = await findWebhookEvidence(db, app, sender);
  const test = await findTestEvidence(db, notes.testAwaitedSince);
  const isDone: Record<SetupStep, boolean> = {
    // A key that answers already needs no other proof.
    provider: Boolean(key && !key.testProblem && (key.testedAt || app?.publishedVersion)),
    model: Boolean(model),
    sender: Boolean(sender && !sender.check?.problem),
    webhook: Boolean((webhook.reachedAt || webhook.isOurs) && !webhook.refusal),
    assistant: Boolean(app?.publishedVersion),
    test: Boolean(test.answeredAt || notes.finishedAt),
  };
  const isBroken: Partial<Record<SetupStep, boolean>> = {
    provider: Boolean(key?.testProblem),
    sender: Boolean(sender?.check?.problem),
    webhook: Boolean(webhook.refusal),
    test: Boolean(test.problem),
  };
  const isGuided = notes.testAwaitedSince !== undefined && notes.finishedAt === undefined;
  return {
    states: statesOf(isDone, isBroken),
    done: setupSteps.filter((step) => isDone[step]).length,
    finished: Boolean(app?.publishedVersion) && !isGuided,
    keys,
    key,
    models,
    model,
    sender,
    webhook,
    test,
  };
}

function statesOf(isDone: Record<SetupStep, boolean>, isBroken: Partial<Record<SetupStep, boolean>>) {
  const current = setupSteps.find((step) => !isDone[step] && !isBroken[step]);
  const stateOf = (step: SetupStep): StepState => {
    if (isBroken[step]) return "broken";
    if (isDone[step]) return "done";
    return step === current ? "current" : "todo";
  };
  return Object.fromEntries(setupSteps.map((step) => [step, stateOf(step)])) as Record<SetupStep, StepState>;
}

function viewSender(app: AppWithVersion): ConnectedSender {
  const isSandbox = app.number === sandboxNumber;
  return {
    number: app.number,
    shownNumber: parsePhoneNumberFromString(app.number)?.formatInternational() ?? app.number,
    isSandbox,
    accountSidLastFour: app.accountSidLastFour,
    authTokenLastFour: app.authTokenLastFour,
    check: readCheck(app),
    checkedAt: app.senderCheckedAt,
    publishedVersion: app.publishedVersion?.number ?? null,
    addresses: webhookAddresses({ appKey: app.appKey, isSandbox }),
    rotating: app.nextAuthToken !== null,
  };
}

async function findWebhookEvidence(
  db: TenantDatabase,
  app: AppWithVersion | null,
  sender: ConnectedSender | null,
): Promise<WebhookEvidence> {
  if (!app || !sender) {
    return { reachedAt: null, isOurs: null, callbackUrl: null, outOfReach: isOutOfReach(), refusal: null };
  }
  const [message, failure] = await Promise.all([
    db.message.findFirst({
      where: { direction: "inbound", createdAt: { gte: app.createdAt } },
      orderBy: { createdAt: "desc" },
      select: { createdAt: true },
    }),
    db.webhookFailure.findFirst({ where: { whatsAppAppId: app.id }, orderBy: { lastAt: "desc" } }),
  ]);
  // The first is to the minute and says surely that a webhook brought it; the second is to the millisecond.
  const reachedAt = app.webhookSeenAt && latest(app.webhookSeenAt, message?.createdAt);
  const callbackUrl = sender.check?.sender?.webhook.callbackUrl ?? null;
  const isOpen = failure && (!reachedAt || failure.lastAt > reachedAt);
  return {
    reachedAt,
    isOurs: sender.check?.sender ? isOurCallback(callbackUrl, app.appKey) : null,
    callbackUrl,
    outOfReach: !reachedAt && isOutOfReach(),
    refusal: isOpen ? failure : null,
  };
}

function latest(one: Date, other: Date | undefined): Date {
  return other && other > one ? other : one;
}

async function findTestEvidence(db: TenantDatabase, since: string | undefined): Promise<TestEvidence> {
  const none = { arrivedAt: null, answeredAt: null, conversationId: null, problem: null };
  if (!since) return none;
  const arrived = await db.message.findFirst({
    where: { direction: "inbound", createdAt: { gte: new Date(since) } },
    orderBy: { createdAt: "desc" },
    select: { createdAt: true, conversationId: true },
  });
  if (!arrived) return none;
  const { conversationId } = arrived;
  const answer = await db.message.findFirst({
    where: { conversationId, direction: "outbound", author: "assistant", createdAt: { gte: new Date(since) } },
    orderBy: { createdAt: "desc" },
    select: { createdAt: true, deliveryState: true, errorMessage: true },
  });
  const run = await db.replyRun.findFirst({
    where: { conversationId, startedAt: { gte: new Date(since) } },
    orderBy: { id: "desc" },
    select: { outcome: true, errorMessage: true },
  });
  const failed = answer?.deliveryState === "failed" ? answer.errorMessage : null;
  const unanswered = !answer && run?.errorMessage ? run.errorMessage : null;
  return {
    arrivedAt: arrived.createdAt,
    answeredAt: answer && !failed ? answer.createdAt : null,
    conversationId,
    problem: failed ?? unanswered,
  };
}
