import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import type { TenantDatabase } from "../db/for-organization";
import { AppError } from "../errors";
import { parseInput } from "../parse-input";
import { encryptSecret } from "../secrets";
import { checkAtTwilio, checkColumns, requireChannel, type SenderCheck } from "./check-sender";
import { forgetChannel } from "./find-channel";
import { noRotation } from "./rotate-token";
import { senderSchema } from "./schema";
import { clearWebhook } from "./sender-webhook";
import { credentialColumns, explainingConflicts, numberColumns, traced } from "./whatsapp-app";

/**
 * Connects a number, or another one, or other credentials, once Twilio has confirmed them. Credentials may be left out to
 * keep the stored ones. Nobody is answered before a version is published. Throws `invalid` beside the field that Twilio
 * does not take, `unavailable` when it cannot be asked, and `conflict` for another organisation's number. What Twilio says
 * beyond that, such as a sender that is offline, is kept and shown, and is no error.
 */
export async function connectSender(
  db: TenantDatabase,
  input: z.input<typeof senderSchema>,
  actor: Actor,
): Promise<SenderCheck> {
  const { twilioNumber, twilioAccountSid, twilioAuthToken } = parseInput(senderSchema, input);
  const before = await db.whatsAppApp.findFirst();
  const credentials =
    twilioAccountSid && twilioAuthToken
      ? { accountSid: twilioAccountSid, authToken: twilioAuthToken }
      : await storedCredentials(db);
  const check = await checkAtTwilio(credentials, twilioNumber);
  refuseWhatCannotWork(check);
  const { organizationId } = db;
  const data = {
    ...numberColumns(twilioNumber),
    ...(twilioAuthToken && {
      ...credentialColumns(organizationId, credentials.accountSid, credentials.authToken),
      ...noRotation,
    }),
    ...checkColumns(check),
    disconnectedAt: null,
    // What reached us before says nothing of another number, nor of one that was taken off.
    ...((before?.number !== twilioNumber || before.disconnectedAt) && { webhookSeenAt: null }),
  };
  const after = await explainingConflicts(() =>
    db.$transaction(async (transaction) => {
      const app = before
        ? await transaction.whatsAppApp.update({ where: { id: before.id }, data })
        : await transaction.whatsAppApp.create({
            data: {
              ...credentialColumns(organizationId, credentials.accountSid, credentials.authToken),
              ...data,
              organizationId,
              appKey: randomBytes(24).toString("base64url"),
            },
          });
      await recordAudit(transaction, actor, {
        action: before && !before.disconnectedAt ? "whatsapp_app.changed" : "whatsapp_app.connected",
        subject: app.number,
        before: before ? traced(before) : undefined,
        after: traced(app),
      });
      return app;
    }),
  );
  if (before) forgetChannel(before);
  forgetChannel(after);
  return check;
}

/**
 * Takes the number off the desk: clears at Twilio what is still ours, erases the credentials and lets go of the number.
 * Conversations and versions stay. Works as well when Twilio does not answer; `webhookCleared` then is false, and the
 * addresses have to be taken out by hand.
 */
export async function disconnectSender(db: TenantDatabase, actor: Actor): Promise<{ webhookCleared: boolean }> {
  const channel = await requireChannel(db);
  const webhookCleared = await clearWebhook(db, actor).then(
    () => true,
    (error) => {
      if (error instanceof AppError) return false;
      throw error;
    },
  );
  const { organizationId } = db;
  await db.$transaction(async (transaction) => {
    const before = await transaction.whatsAppApp.findUniqueOrThrow({ where: { id: channel.whatsAppAppId } });
    await transaction.whatsAppApp.update({
      where: { id: channel.whatsAppAppId },
      data: {
        accountSid: encryptSecret("", { organizationId, field: "whatsAppApp.accountSid" }),
        authToken: encryptSecret("", { organizationId, field: "whatsAppApp.authToken" }),
        ...noRotation,
        exclusiveNumber: null,
        senderCheck: {},
        senderCheckedAt: null,
        disconnectedAt: new Date(),
      },
    });
    await recordAudit(transaction, actor, {
      action: "whatsapp_app.disconnected",
      subject: channel.number,
      before: traced(before),
    });
  });
  forgetChannel(channel);
  return { webhookCleared };
}

async function storedCredentials(db: TenantDatabase) {
  const channel = await requireChannel(db).catch(() => null);
  if (channel) return { accountSid: channel.accountSid, authToken: channel.authToken };
  const sentence = "Enter Account SID and Auth Token, from the home page of Twilio's console.";
  throw new AppError("invalid", sentence, { fields: { twilioAccountSid: sentence } });
}

const fieldOf: Partial<Record<NonNullable<SenderCheck["problem"]>["kind"], string>> = {
  credentials: "twilioAuthToken",
  account: "twilioAccountSid",
  missing: "twilioAccountSid",
  no_sender: "twilioNumber",
};

function refuseWhatCannotWork({ problem }: SenderCheck): void {
  if (!problem || problem.kind === "offline") return;
  if (problem.kind === "unreachable") throw new AppError("unavailable", `${problem.sentence} Nothing was saved.`);
  const field = fieldOf[problem.kind];
  throw new AppError("invalid", problem.sentence, { fields: field ? { [field]: problem.sentence } : {} });
}
