import type { z } from "zod";
import { database } from "../db/client";
import { AppError } from "../errors";
import { parseInput } from "../parse-input";
import { passwordChangeSchema } from "./schema";
import { endAllSessions } from "./sessions";
import { countAttempt, forgetAttempts } from "./throttle";
import { hashPassword, type User, verifyPassword } from "./users";

/**
 * Gives a user another password and ends all their sessions: the caller opens a new one for this browser. Throws
 * `invalid`, also for a wrong old password, and `too_many_requests` after five of those within 15 minutes.
 */
export async function changePassword(user: User, input: z.input<typeof passwordChangeSchema>): Promise<void> {
  const { password, newPassword } = parseInput(passwordChangeSchema, input);
  await countAttempt("change-password", user.id);
  if (!(await verifyPassword(user.email, password))) {
    const sentence = "This is not your password.";
    throw new AppError("invalid", sentence, { fields: { password: sentence } });
  }
  await forgetAttempts("change-password", user.id);
  const passwordHash = await hashPassword(newPassword);
  await database().prisma.$transaction(async (transaction) => {
    await transaction.user.update({ where: { id: user.id }, data: { passwordHash } });
    await endAllSessions(user.id, transaction);
  });
}

/** Whether there is a password to change: not for somebody who signs in with Google or GitHub alone. */
export async function hasPassword(userId: string): Promise<boolean> {
  return (await database().prisma.user.count({ where: { id: userId, passwordHash: { not: null } } })) > 0;
}

/** Changes what a user is called. */
export async function renameUser(userId: string, name: string): Promise<void> {
  await database().prisma.user.update({ where: { id: userId }, data: { name } });
}
