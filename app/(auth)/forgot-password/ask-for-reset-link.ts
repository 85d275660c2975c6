"use server";

import { after } from "next/server";
import { countResetRequest, mailResetLink } from "@/lib/auth/password-reset";
import { resetRequestSchema } from "@/lib/auth/schema";
import { visitorAction } from "@/lib/auth/visitor-action";

/** Anybody may ask. The mail goes out after the answer, which therefore takes as long for an unknown e-mail. */
export const askForResetLink = visitorAction(resetRequestSchema, async ({ email }, { visitor }) => {
  await countResetRequest(email, visitor.address);
  after(() => mailResetLink(email));
  return { email };
});
