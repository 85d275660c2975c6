"use server";

import { redirect } from "next/navigation";
import { startSession } from "@/app/(auth)/session";
import { visitorAction } from "@/lib/auth/visitor-action";
import { setUpSchema } from "@/lib/organizations/schema";
import { setUp } from "@/lib/organizations/set-up";

/** Anybody may: the first one wins, and `setUp` refuses everybody after. */
export const openDesk = visitorAction(setUpSchema, async (input, { visitor }) => {
  const { user, organization } = await setUp(input, visitor);
  await startSession(user);
  redirect(`/${organization.slug}`);
});
