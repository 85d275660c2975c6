import type { z } from "zod";
import { database } from "../db/client";
import { env } from "../env";
import { AppError } from "../errors";
import { canMail, sendMail } from "../mail";
import { parseInput } from "../parse-input";
import { newPasswordOnlySchema } from "./schema";
import { newToken, tokenDigest } from "./secret-tokens";
import { endAllSessions } from "./sessions";
import { countAttempt } from "./throttle";
import { hashPassword, type User } from "./users";

const lifetimeMs = 60 * 60 * 1000;

/**
 * A link with which somebody chooses a new password, once, within an hour. Earlier ones are worth nothing any more.
 * Shown this once: the database keeps only a SHA-256 of its token.
 *
 * @param options.byOwner an owner hands it over, and could use it themselves
 */
export async function createResetLink(userId: string, { byOwner = false } = {}): Promise<string> {
  const token = newToken();
  const { passwordReset } = database().prisma;
  await passwordReset.deleteMany({ where: { userId } });
  await passwordReset.create({
    data: { userId, byOwner, tokenHash: tokenDigest(token), expiresAt: new Date(Date.now() + lifetimeMs) },
  });
  return `${env().PUBLIC_URL}/reset-password/${token}`;
}

/**
 * Counts the wish for a link before anything is looked up. Throws `too_many_requests` after three for one e-mail, or
 * twenty from one address, within 15 minutes: the same whether there is such an account or not.
 */
export async function countResetRequest(email: string, address: string): Promise<void> {
  await countAttempt("reset-address", address);
  await countAttempt("reset-email", email);
}

/** Mails the link if the e-mail has an account. Not to be waited for: how long it takes would tell whether it has. */
export async function mailResetLink(email: string): Promise<void> {
  if (!canMail()) return;
  const user = await database().prisma.user.findUnique({ where: { email }, select: { id: true } });
  if (!user) return;
  await sendMail({
    to: email,
    subject: "Choose a new Frontdesk password",
    text: `Somebody, most likely you, asked for a new password for this e-mail's account.

Open this link to choose one; it works once, for an hour:
${await createResetLink(user.id)}

If it was not you, do nothing: your password stays as it is.
`,
  });
}

/** Whether the link can still be used. */
export async function isResetOpen(token: string): Promise<boolean> {
  return (await database().prisma.passwordReset.count({ where: open(token) })) > 0;
}

/**
 * Gives the link's user a new password, ends all their sessions and uses the link up. After an owner's link the e-mail is
 * unproved: the next sign-in by Google or GitHub ends what the link gave (`admitByVerifiedEmail`). Throws `invalid`, and
 * `not_found` for a link that is worth nothing: of two at once, one wins.
 */
export async function resetPassword(token: string, input: z.input<typeof newPasswordOnlySchema>): Promise<User> {
  const { password } = parseInput(newPasswordOnlySchema, input);
  if (!(await isResetOpen(token))) throw spent();
  const passwordHash = await hashPassword(password);
  return database().prisma.$transaction(async (transaction) => {
    const [reset] = await transaction.passwordReset.updateManyAndReturn({
      where: open(token),
      data: { usedAt: new Date() },
      select: { userId: true, byOwner: true },
    });
    if (!reset) throw spent();
    await endAllSessions(reset.userId, transaction);
    return transaction.user.update({
      where: { id: reset.userId },
      data: { passwordHash, ...(reset.byOwner && { emailProvedAt: null }) },
      select: { id: true, email: true, name: true },
    });
  });
}

function open(token: string) {
  return { tokenHash: tokenDigest(token), usedAt: null, expiresAt: { gt: new Date() } };
}

function spent(): AppError {
  return new AppError(
    "not_found",
    "This link is not good any more: it was used, or its hour is over. Ask for a new one.",
  );
}
