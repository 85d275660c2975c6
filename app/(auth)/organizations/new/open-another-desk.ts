"use server";

import { redirect } from "next/navigation";
import { accountAction } from "@/lib/auth/visitor-action";
import { createOrganization } from "@/lib/organizations/create-organization";
import { renameSchema } from "@/lib/organizations/schema";

/** Anybody with an account may, and owns what they make. */
export const openAnotherDesk = accountAction(renameSchema, async ({ name }, { user, visitor }) => {
  const { slug } = await createOrganization({ name, ownerId: user.id }, visitor);
  redirect(`/${slug}`);
});
