import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import type { WhatsAppApp } from "@/generated/prisma/client";
import { type Answering, answeringDefaults, capSentence, settlesWithinCap } from "../assistant/schema";
import { answeringOf } from "../assistant/version-content";
import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import type { TenantDatabase, TenantTransaction } from "../db/for-organization";
import { violatesConstraint } from "../db/violates-constraint";
import { AppError } from "../errors";
import { parseInput } from "../parse-input";
import { fillEnabledTools } from "../plugins/fill-enabled-tools";
import { encryptSecret, maskSecret } from "../secrets";
import { sandboxNumber } from "../twilio/sandbox-number";
import { forgetChannel } from "./find-channel";
import { publishVersion } from "./publish-version";
import { noRotation } from "./rotate-token";
import { newWhatsAppAppSchema, whatsAppAppChangesSchema } from "./schema";
import { type AppWithVersion, viewWhatsAppApp, type WhatsAppAppView } from "./whatsapp-app-view";

/**
 * Connects the organisation's WhatsApp sender and publishes version 1. Throws `invalid`, `not_found` for a model or a
 * plugin that is not this organisation's, and `conflict` when there is an app already or another organisation has the number.
 */
export async function createWhatsAppApp(
  db: TenantDatabase,
  input: z.input<typeof newWhatsAppAppSchema>,
  actor: Actor,
): Promise<WhatsAppAppView> {
  const { twilioNumber, twilioAccountSid, twilioAuthToken, defaultOrganizationModelId, ...rest } = parseInput(
    newWhatsAppAppSchema,
    input,
  );
  const { organizationId } = db;
  const app = await explainingConflicts(() =>
    db.$transaction(async (transaction) => {
      const created = await transaction.whatsAppApp.create({
        data: {
          organizationId,
          appKey: randomBytes(24).toString("base64url"),
          ...numberColumns(twilioNumber),
          ...credentialColumns(organizationId, twilioAccountSid, twilioAuthToken),
        },
      });
      await recordAudit(transaction, actor, {
        action: "whatsapp_app.connected",
        subject: created.number,
        after: traced(created),
      });
      const answering = { organizationModelId: defaultOrganizationModelId, ...rest };
      const tools = await fillEnabledTools(transaction, answering);
      return publishVersion(transaction, created, { ...answering, ...tools }, { actor });
    }),
  );
  forgetChannel(app);
  return viewWhatsAppApp(app);
}

/**
 * Changes what is given and leaves the rest. What decides an answer is never changed in place: it becomes the next
 * version, published in the same transaction; the first one needs a model and a prompt. Throws as `createWhatsAppApp`, and
 * `not_found` before there is an app.
 */
export async function updateWhatsAppApp(
  db: TenantDatabase,
  input: z.input<typeof whatsAppAppChangesSchema>,
  actor: Actor,
): Promise<WhatsAppAppView> {
  const { twilioNumber, twilioAccountSid, twilioAuthToken, defaultOrganizationModelId, ...rest } = parseInput(
    whatsAppAppChangesSchema,
    input,
  );
  const before = await requireApp(db);
  if (before.disconnectedAt && twilioNumber && !twilioAuthToken) throw needsCredentials();
  const app = await explainingConflicts(() =>
    db.$transaction(async (transaction) => {
      // First of all, because it holds the row: two changes at once come one after the other.
      const changed = await transaction.whatsAppApp.update({
        where: { id: before.id },
        data: {
          updatedAt: new Date(),
          ...(twilioNumber && numberColumns(twilioNumber)),
          // What Twilio said was about another number or other credentials.
          ...((twilioNumber || twilioAuthToken) && { senderCheck: {}, senderCheckedAt: null }),
          ...(twilioAccountSid &&
            twilioAuthToken && {
              ...credentialColumns(before.organizationId, twilioAccountSid, twilioAuthToken),
              ...noRotation,
              // One that was disconnected is connected again, and had let go of its number.
              ...numberColumns(twilioNumber ?? before.number),
              disconnectedAt: null,
            }),
        },
      });
      if (!isDeepStrictEqual(traced(before), traced(changed))) {
        await recordAudit(transaction, actor, {
          action: "whatsapp_app.changed",
          subject: changed.number,
          before: traced(before),
          after: traced(changed),
        });
      }
      const current = await requireApp(transaction);
      const given = onlyGiven({ organizationModelId: defaultOrganizationModelId, ...rest });
      const answers = current.publishedVersion ? answeringOf(current.publishedVersion) : answeringDefaults;
      const chosen = { ...answers, ...given };
      const choosesTools = given.enabledPluginIds !== undefined || given.enabledTools !== undefined;
      const known = answers.enabledPluginIds;
      const next = { ...chosen, ...(choosesTools && (await fillEnabledTools(transaction, chosen, { known }))) };
      if (isDeepStrictEqual(next, answers)) return current;
      if (!settlesWithinCap(next)) throw new AppError("invalid", capSentence, { fields: { settleMs: capSentence } });
      return publishVersion(transaction, current, completeFirst(next), { actor });
    }),
  );
  forgetChannel(before);
  forgetChannel(app);
  return viewWhatsAppApp(app);
}

/** The organisation's app with its published version, credentials masked. Throws `not_found` before there is one. */
export async function getWhatsAppApp(db: TenantDatabase): Promise<WhatsAppAppView> {
  return viewWhatsAppApp(await requireApp(db));
}

async function requireApp(db: TenantDatabase | TenantTransaction): Promise<AppWithVersion> {
  const app = await db.whatsAppApp.findFirst({ include: { publishedVersion: true } });
  if (!app) throw new AppError("not_found", "There is no WhatsApp app yet. Create it with POST /whatsapp-app.");
  return app;
}

function needsCredentials(): AppError {
  const sentence = "The number was disconnected: send Account SID and Auth Token along with it.";
  return new AppError("invalid", sentence, { fields: { twilioAuthToken: sentence } });
}

/** Before the first version there is no model and no prompt to keep. */
function completeFirst(answering: Partial<Answering>): Answering {
  const fields = {
    ...(!answering.organizationModelId && { defaultOrganizationModelId: "The first version needs a model." }),
    ...(!answering.systemPrompt && { systemPrompt: "The first version needs a prompt." }),
  };
  if (Object.keys(fields).length > 0) throw new AppError("invalid", "Some fields need a change.", { fields });
  return answering as Answering;
}

/** What the audit log keeps of the connection. */
export function traced({ number, accountSidLastFour, authTokenLastFour }: WhatsAppApp) {
  return { number, accountSid: maskSecret(accountSidLastFour), authToken: maskSecret(authTokenLastFour) };
}

export function numberColumns(number: string) {
  return { number, exclusiveNumber: number === sandboxNumber ? null : number };
}

export function credentialColumns(organizationId: string, accountSid: string, authToken: string) {
  return {
    accountSid: encryptSecret(accountSid, { organizationId, field: "whatsAppApp.accountSid" }),
    authToken: encryptSecret(authToken, { organizationId, field: "whatsAppApp.authToken" }),
    accountSidLastFour: accountSid.slice(-4),
    authTokenLastFour: authToken.slice(-4),
  };
}

function onlyGiven<T extends object>(changes: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof onlyGiven<T>
  >;
}

/** The unique indexes decide, so that two requests at once cannot both win. */
export async function explainingConflicts<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (violatesConstraint(error, "WhatsAppApp_organizationId_key"))
      throw new AppError("conflict", "There is a WhatsApp app already. Change it with PATCH /whatsapp-app.");
    if (violatesConstraint(error, "WhatsAppApp_exclusiveNumber_key")) {
      const sentence = "This number is already in use. If it is yours, ask for it to be released first.";
      throw new AppError("conflict", sentence, { fields: { twilioNumber: sentence } });
    }
    throw error;
  }
}
