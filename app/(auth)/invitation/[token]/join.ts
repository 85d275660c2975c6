"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { startSession } from "@/app/(auth)/session";
import { countAttempt } from "@/lib/auth/throttle";
import { accountAction, visitorAction } from "@/lib/auth/visitor-action";
import type { ActionResult } from "@/lib/errors";
import { acceptAsNewcomer, acceptInvitation } from "@/lib/organizations/accept-invitation";
import { newcomerSchema } from "@/lib/organizations/schema";

type Result = ActionResult<void>;

/** Whoever has the link may: makes the account, and signs it in. */
export async function joinAsNewcomer(token: string, previous: Result | null, form: FormData): Promise<Result> {
  const action = visitorAction(newcomerSchema, async (input, { visitor }): Promise<void> => {
    await countAttempt("use-link", visitor.address);
    const { user, slug } = await acceptAsNewcomer(token, input, visitor);
    await startSession(user);
    redirect(`/${slug}`);
  });
  return action(previous, form);
}

/** For somebody who is signed in. */
export async function joinAsMyself(token: string, previous: Result | null, form: FormData): Promise<Result> {
  const action = accountAction(z.strictObject({}), async (_, { user, visitor }): Promise<void> => {
    const { slug } = await acceptInvitation(token, user, visitor);
    redirect(`/${slug}`);
  });
  return action(previous, form);
}
