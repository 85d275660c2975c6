"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { startSession } from "@/app/(auth)/session";
import { changePassword, renameUser } from "@/lib/auth/change-password";
import { passwordChangeSchema, renameUserSchema } from "@/lib/auth/schema";
import { endAllSessions } from "@/lib/auth/sessions";
import { accountAction } from "@/lib/auth/visitor-action";

export const renameMyselfAction = accountAction(renameUserSchema, async ({ name }, { user }) => {
  await renameUser(user.id, name);
  refresh();
});

/** Every session ends, and this browser gets a new one. */
export const changePasswordAction = accountAction(passwordChangeSchema, async (input, { user }) => {
  await changePassword(user, input);
  await startSession(user);
  refresh();
});

export const signOutEverywhereElseAction = accountAction(z.strictObject({}), async (_, { user }) => {
  await endAllSessions(user.id);
  await startSession(user);
  refresh();
});
