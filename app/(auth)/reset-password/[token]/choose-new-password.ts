"use server";

import { redirect } from "next/navigation";
import { startSession } from "@/app/(auth)/session";
import { resetPassword } from "@/lib/auth/password-reset";
import { newPasswordOnlySchema } from "@/lib/auth/schema";
import { countAttempt } from "@/lib/auth/throttle";
import { visitorAction } from "@/lib/auth/visitor-action";
import type { ActionResult } from "@/lib/errors";

/** Whoever has the link may: the link is what is checked. */
export async function chooseNewPassword(
  token: string,
  previous: ActionResult<void> | null,
  form: FormData,
): Promise<ActionResult<void>> {
  const action = visitorAction(newPasswordOnlySchema, async (input, { visitor }): Promise<void> => {
    await countAttempt("use-link", visitor.address);
    await startSession(await resetPassword(token, input));
    redirect("/");
  });
  return action(previous, form);
}
