import type { Prisma } from "@/generated/prisma/client";
import type { TenantDatabase } from "../db/for-organization";
import { AppError } from "../errors";
import { fetchAccount, type TwilioAccount } from "../twilio/account";
import { TwilioError, type TwilioProblem } from "../twilio/ask-twilio";
import type { TwilioCredentials } from "../twilio/client";
import { sandboxNumber } from "../twilio/sandbox-number";
import { findTwilioSender, type TwilioSender } from "../twilio/senders";
import { type Channel, getChannel } from "./find-channel";

/** What Twilio says of the account and of the sender. */
export interface SenderCheck {
  account: TwilioAccount | null;
  /** Null for the sandbox, which Twilio does not list, and when it could not be asked. */
  sender: TwilioSender | null;
  /** What stands in the way, in a sentence for the owner; null when nothing does. */
  problem: { kind: TwilioProblem | "no_sender" | "offline"; sentence: string } | null;
}

/** Asks Twilio whether these credentials open an active account that has this number (E.164). Never throws. */
export async function checkAtTwilio(credentials: TwilioCredentials, number: string): Promise<SenderCheck> {
  const check: SenderCheck = { account: null, sender: null, problem: null };
  try {
    check.account = await fetchAccount(credentials);
    if (check.account.status !== "active")
      return { ...check, problem: { kind: "account", sentence: accountSentence(check.account.status) } };
    if (number === sandboxNumber) return check;
    check.sender = await findTwilioSender(credentials, number);
    return { ...check, problem: senderProblem(check.sender, number) };
  } catch (error) {
    if (!(error instanceof TwilioError)) throw error;
    // An account may use the number without the right to list senders: then nothing is known, and nothing is wrong.
    if (check.account && error.problem === "rights") return check;
    return { ...check, problem: { kind: error.problem, sentence: error.message } };
  }
}

/** Asks anew about the connected sender, and keeps the answer. Throws `not_found` before there is one. */
export async function checkSender(db: TenantDatabase): Promise<SenderCheck> {
  const channel = await requireChannel(db);
  const check = await checkAtTwilio(channel, channel.number);
  await db.whatsAppApp.update({ where: { id: channel.whatsAppAppId }, data: checkColumns(check) });
  return check;
}

/** The sender with its credentials. Throws `not_found` before there is one, and when it was disconnected. */
export async function requireChannel(db: TenantDatabase): Promise<Channel> {
  const channel = await getChannel(db.organizationId);
  if (!channel) throw new AppError("not_found", "No WhatsApp number is connected. Connect one first.");
  return channel;
}

export function checkColumns(check: SenderCheck) {
  return { senderCheck: check as unknown as Prisma.InputJsonObject, senderCheckedAt: new Date() };
}

/** As it was stored; null before the first check. */
export function readCheck(app: { senderCheck: Prisma.JsonValue; senderCheckedAt: Date | null }): SenderCheck | null {
  return app.senderCheckedAt ? (app.senderCheck as unknown as SenderCheck) : null;
}

function accountSentence(status: TwilioAccount["status"]): string {
  if (status === "closed") return "This Twilio account is closed. Use the one that owns the number now.";
  return "The Twilio account is suspended or out of funds. Check it in Twilio's console.";
}

function senderProblem(sender: TwilioSender | null, number: string): SenderCheck["problem"] {
  if (!sender) {
    const sentence = `${number} is not a WhatsApp sender of this Twilio account. Check the number, or use the account that owns it.`;
    return { kind: "no_sender", sentence };
  }
  if (sender.status.startsWith("ONLINE")) return null;
  const why = sender.offlineReasons[0];
  const state = sender.status.toLowerCase().replaceAll("_", " ");
  const sentence = `The sender is ${state} at Twilio${why ? `: ${why}` : ""}. Nobody can write to it until it is online.`;
  return { kind: "offline", sentence };
}
