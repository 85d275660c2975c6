import type { WhatsAppApp } from "@/generated/prisma/client";
import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import type { TenantDatabase } from "../db/for-organization";
import { AppError } from "../errors";
import { parseInput } from "../parse-input";
import { decryptSecret, encryptSecret, maskSecret } from "../secrets";
import { fetchAccount } from "../twilio/account";
import { TwilioError } from "../twilio/ask-twilio";
import { createSecondaryToken, deleteSecondaryToken, promoteSecondaryToken } from "../twilio/auth-tokens";
import type { TwilioCredentials } from "../twilio/client";
import { forgetChannel } from "./find-channel";
import { startRotationSchema } from "./schema";

/**
 * Where the rotation stands.
 *
 * - `none`: there is one token.
 * - `accepting`: webhooks may be signed with either; calls still use the old one.
 * - `sending`: calls use the new one; Twilio still signs with the old one.
 * - `promoted`: the new one is Twilio's first token, the old one is refused there.
 * - `proven`: a webhook that was signed with the new one has come.
 */
export type RotationStage = "none" | "accepting" | "sending" | "promoted" | "proven";

export interface RotationView {
  stage: RotationStage;
  /** Made, promoted and deleted through Twilio's API; else in Twilio's console, by hand. */
  byTwilio: boolean;
  /** Masked. */
  oldToken: string;
  newToken: string | null;
  startedAt: Date | null;
  switchedAt: Date | null;
  promotedAt: Date | null;
  provenAt: Date | null;
  /** From when the new token may become the first: every instance of the app then knows it. */
  promotableAt: Date | null;
  /** From when the old one may be dropped: nothing that Twilio signed with it is on its way any more. */
  finishableAt: Date | null;
}

/** Longer than another instance can go without looking (find-channel.ts): its first webhook with the new token then holds. */
const everyoneKnowsMs = 10_000;
/** Twilio tries a webhook for at most 15 s, with the signature of its first try. */
const onItsWayMs = 20_000;

/** Throws `not_found` before a number is connected. */
export async function getRotation(db: TenantDatabase): Promise<RotationView> {
  return view(await requireApp(db));
}

/**
 * Takes a second token on, and from then on accepts webhooks signed with either. Without `nextAuthToken` Twilio's API
 * makes it. Throws `conflict` when a rotation is under way or Twilio does not let us, `invalid` for a token that Twilio
 * refuses.
 */
export async function startRotation(db: TenantDatabase, input: unknown, actor: Actor): Promise<RotationView> {
  const { nextAuthToken: given } = parseInput(startRotationSchema, input);
  const app = await requireApp(db);
  if (app.nextAuthToken) throw new AppError("conflict", "A rotation is under way. Finish or abandon it first.");
  const { accountSid, old } = credentialsOf(app);
  if (given === old) throw invalidToken("This is the token that is in use. Enter the secondary one.");
  const nextToken = given ?? (await explained(() => createSecondaryToken({ accountSid, authToken: old })));
  if (given && !(await opens({ accountSid, authToken: given })))
    throw invalidToken("Twilio refuses this token. Copy the secondary Auth Token from Twilio's console.");
  const { organizationId } = db;
  return change(db, app, actor, "rotation.started", {
    nextAuthToken: encryptSecret(nextToken, { organizationId, field: "whatsAppApp.nextAuthToken" }),
    nextAuthTokenLastFour: nextToken.slice(-4),
    rotationByTwilio: !given,
    rotationStartedAt: new Date(),
  });
}

/** Calls use the new token from now on. It is tried first: throws `conflict` when Twilio refuses it. */
export async function switchSending(db: TenantDatabase, actor: Actor): Promise<RotationView> {
  const app = await requireStage(db, ["accepting"]);
  const { accountSid, next } = credentialsOf(app);
  if (!(await opens({ accountSid, authToken: next }))) throw refusesNew();
  return change(db, app, actor, "rotation.switched", { sendsWithNextToken: true, rotationSwitchedAt: new Date() });
}

/**
 * Makes the new token Twilio's first one, or sees that somebody did so in the console: the old one must be refused and the
 * new one taken. May be called again after a crash. Throws `conflict` while the old one is still good, and earlier than
 * `promotableAt`.
 */
export async function promoteToken(db: TenantDatabase, actor: Actor): Promise<RotationView> {
  const app = await requireStage(db, ["sending"]);
  requireSince(view(app).promotableAt, "Every server is learning the new token.");
  const { accountSid, old, next } = credentialsOf(app);
  if (app.rotationByTwilio && (await opens({ accountSid, authToken: old })))
    await explained(() => promoteSecondaryToken({ accountSid, authToken: next }));
  if (!(await opens({ accountSid, authToken: next }))) throw refusesNew();
  if (await opens({ accountSid, authToken: old }))
    throw new AppError("conflict", "Twilio still takes the old token: promote the secondary one in Twilio's console.");
  return change(db, app, actor, "rotation.promoted", { rotationPromotedAt: new Date() });
}

/**
 * Drops the old token. Throws `conflict` until both proofs are there: a call with the new token, made now, and a webhook
 * that was signed with it; and earlier than `finishableAt`.
 */
export async function finishRotation(db: TenantDatabase, actor: Actor): Promise<RotationView> {
  const app = await requireStage(db, ["promoted", "proven"]);
  if (!app.nextTokenSeenAt)
    throw new AppError(
      "conflict",
      "No message signed with the new token has come yet. Write to the number from your phone, then finish.",
    );
  requireSince(view(app).finishableAt, "A message signed with the old token may still be on its way.");
  const { accountSid, next } = credentialsOf(app);
  if (!(await opens({ accountSid, authToken: next }))) throw refusesNew();
  const { organizationId } = db;
  return change(db, app, actor, "rotation.finished", {
    authToken: encryptSecret(next, { organizationId, field: "whatsAppApp.authToken" }),
    authTokenLastFour: next.slice(-4),
    ...noRotation,
  });
}

/** Back to the old token alone. Throws `conflict` once Twilio refuses that one: then only finishing helps. */
export async function abandonRotation(db: TenantDatabase, actor: Actor): Promise<RotationView> {
  const app = await requireStage(db, ["accepting", "sending", "promoted", "proven"]);
  const { accountSid, old } = credentialsOf(app);
  if (!(await opens({ accountSid, authToken: old })))
    throw new AppError("conflict", "Twilio refuses the old token already, so there is no way back. Finish instead.");
  const after = await change(db, app, actor, "rotation.abandoned", noRotation);
  // Last: an instance that still calls with it is refused once, reads the database, and calls again with the old one.
  if (app.rotationByTwilio) await explained(() => deleteSecondaryToken({ accountSid, authToken: old }));
  return after;
}

/** The columns of an app whose token is not being rotated. */
export const noRotation = {
  nextAuthToken: null,
  nextAuthTokenLastFour: null,
  sendsWithNextToken: false,
  rotationByTwilio: false,
  rotationStartedAt: null,
  rotationSwitchedAt: null,
  rotationPromotedAt: null,
  nextTokenSeenAt: null,
};

async function requireApp(db: TenantDatabase): Promise<WhatsAppApp> {
  const app = await db.whatsAppApp.findFirst({ where: { disconnectedAt: null } });
  if (!app) throw new AppError("not_found", "No WhatsApp number is connected. Connect one first.");
  return app;
}

async function requireStage(db: TenantDatabase, stages: RotationStage[]): Promise<WhatsAppApp> {
  const app = await requireApp(db);
  const stage = stageOf(app);
  if (stage === "none") throw new AppError("conflict", "No rotation is under way. Start one first.");
  if (!stages.includes(stage)) throw new AppError("conflict", "This step is done already, or another one comes first.");
  return app;
}

/** Only while nobody else took a step meanwhile: two at once would otherwise undo each other. */
async function change(
  db: TenantDatabase,
  app: WhatsAppApp,
  actor: Actor,
  action: string,
  data: Partial<WhatsAppApp>,
): Promise<RotationView> {
  const { senderCheck: _, ...columns } = data;
  const changed = await db.$transaction(async (transaction) => {
    const { nextAuthToken, sendsWithNextToken, rotationPromotedAt } = app;
    const { count } = await transaction.whatsAppApp.updateMany({
      where: { id: app.id, authToken: app.authToken, nextAuthToken, sendsWithNextToken, rotationPromotedAt },
      data: columns,
    });
    if (count === 0) throw new AppError("conflict", "Somebody else took this step a moment ago. Look again.");
    const after = await transaction.whatsAppApp.findUniqueOrThrow({ where: { id: app.id } });
    const masked = ({ stage, oldToken, newToken }: RotationView) => ({ stage, oldToken, newToken });
    const [before, now] = [masked(view(app)), masked(view(after))];
    await recordAudit(transaction, actor, { action, subject: app.number, before, after: now });
    return after;
  });
  forgetChannel(app);
  return view(changed);
}

function view(app: WhatsAppApp): RotationView {
  return {
    stage: stageOf(app),
    byTwilio: app.rotationByTwilio,
    oldToken: maskSecret(app.authTokenLastFour),
    newToken: app.nextAuthTokenLastFour === null ? null : maskSecret(app.nextAuthTokenLastFour),
    startedAt: app.rotationStartedAt,
    switchedAt: app.rotationSwitchedAt,
    promotedAt: app.rotationPromotedAt,
    provenAt: app.nextTokenSeenAt,
    promotableAt: later(app.rotationStartedAt, everyoneKnowsMs),
    finishableAt: later(app.rotationPromotedAt, onItsWayMs),
  };
}

function stageOf(app: WhatsAppApp): RotationStage {
  if (!app.nextAuthToken) return "none";
  if (app.rotationPromotedAt) return app.nextTokenSeenAt ? "proven" : "promoted";
  return app.sendsWithNextToken ? "sending" : "accepting";
}

function later(time: Date | null, ms: number): Date | null {
  return time && new Date(time.getTime() + ms);
}

function requireSince(time: Date | null, why: string): void {
  const seconds = Math.ceil(((time?.getTime() ?? 0) - Date.now()) / 1000);
  if (seconds > 0) throw new AppError("conflict", `${why} Go on in ${seconds} s.`, { retryAfterSeconds: seconds });
}

function credentialsOf({ organizationId, accountSid, authToken, nextAuthToken }: WhatsAppApp) {
  return {
    accountSid: decryptSecret(accountSid, { organizationId, field: "whatsAppApp.accountSid" }),
    old: decryptSecret(authToken, { organizationId, field: "whatsAppApp.authToken" }),
    next: nextAuthToken ? decryptSecret(nextAuthToken, { organizationId, field: "whatsAppApp.nextAuthToken" }) : "",
  };
}

/** Whether Twilio takes them; throws as an owner reads it when Twilio cannot be asked. */
async function opens(credentials: TwilioCredentials): Promise<boolean> {
  try {
    await fetchAccount(credentials);
    return true;
  } catch (error) {
    if (error instanceof TwilioError && error.problem === "credentials") return false;
    throw error instanceof TwilioError ? error.toAppError() : error;
  }
}

async function explained<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof TwilioError)) throw error;
    if (error.problem === "unreachable") throw error.toAppError();
    throw new AppError(
      "conflict",
      `${error.message} Make the secondary token in Twilio's console (Account, API keys & tokens) and enter it here.`,
    );
  }
}

function refusesNew(): AppError {
  return new AppError("conflict", "Twilio refuses the new token. Abandon this rotation and start with another token.");
}

function invalidToken(sentence: string): AppError {
  return new AppError("invalid", sentence, { fields: { nextAuthToken: sentence } });
}
