import { z } from "zod";
import { permissions } from "../auth/permissions";
import { emailSchema, newPasswordSchema, personNameSchema } from "../auth/schema";
import { isReservedSlug } from "./reserved-slugs";

export const slugLimit = 40;

/** An organisation's part of the panel's address: `acme-support`. */
export const slugSchema = z
  .string()
  .trim()
  .min(2, "An address has at least 2 characters.")
  .max(slugLimit, `An address has at most ${slugLimit} characters.`)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "Use lower-case letters, digits and single hyphens, such as acme-support.")
  .refine((slug) => !isReservedSlug(slug), "This address is kept for Frontdesk itself. Choose another.");

export const organizationNameSchema = z
  .string()
  .trim()
  .min(1, "Give a name.")
  .max(100, "A name has at most 100 characters.");

/** The first run: the first owner and their organisation. */
export const setUpSchema = z.strictObject({
  name: personNameSchema,
  organization: organizationNameSchema,
  email: emailSchema,
  password: newPasswordSchema,
});

export const newOrganizationSchema = z.strictObject({
  name: organizationNameSchema,
  slug: slugSchema.optional(),
  ownerId: z.uuid(),
});

export const renameSchema = z.strictObject({ name: organizationNameSchema });

export const roleSchema = z.enum(["owner", "admin", "agent", "viewer"]);

export const roleChangeSchema = z.strictObject({ role: roleSchema });

export const newInvitationSchema = z.strictObject({
  role: roleSchema,
  /** Left out or empty: whoever has the link. */
  email: z.union([z.literal("").transform(() => undefined), emailSchema]).optional(),
});

/** What a new person gives; the e-mail only where the invitation names none. */
export const newcomerSchema = z.strictObject({
  name: personNameSchema,
  email: emailSchema.optional(),
  password: newPasswordSchema,
});

export const newApiTokenSchema = z.strictObject({
  name: z.string().trim().min(1, "Give a name.").max(100, "A name has at most 100 characters."),
  scopes: z.array(z.enum(permissions)).min(1, "Choose at least one scope."),
  /** Left out: until it is revoked. */
  expiresInDays: z.int().min(1).max(3650).optional(),
  /** How many requests of the gateway it may make in a minute. */
  requestsPerMinute: z
    .int("Give a whole number.")
    .min(1, "This is at least 1 request a minute.")
    .max(100_000, "This is at most 100,000 requests a minute.")
    .default(120),
});
