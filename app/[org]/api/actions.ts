"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { memberAction } from "@/lib/auth/member-action";
import { permissions } from "@/lib/auth/permissions";
import { createApiToken, revokeApiToken } from "@/lib/organizations/api-tokens";
import { newApiTokenSchema } from "@/lib/organizations/schema";

const manageTokens = { permission: "manage-api-tokens" } as const;

/** A form's ticked boxes are fields of their own, `scope.<permission>`. */
const tokenFormSchema = z
  .looseObject({
    name: z.string(),
    expires: z.enum(["30", "90", "365", "never"]),
    requestsPerMinute: z.coerce.number("Give a whole number.").pipe(newApiTokenSchema.shape.requestsPerMinute.unwrap()),
  })
  .transform(({ name, expires, requestsPerMinute, ...boxes }) => ({
    name,
    scopes: permissions.filter((permission) => `scope.${permission}` in boxes),
    expiresInDays: expires === "never" ? undefined : Number(expires),
    requestsPerMinute,
  }));

export const createTokenAction = memberAction(tokenFormSchema, manageTokens, async (input, member) => {
  const { token, name } = await createApiToken(member.db, member, input);
  refresh();
  return { token, name };
});

export const revokeTokenAction = memberAction(
  z.strictObject({ id: z.uuid() }),
  manageTokens,
  async ({ id }, { db, actor }) => {
    await revokeApiToken(db, actor, id);
    refresh();
  },
);
