import { z } from "zod";

/** Trimmed and lower-cased, so that one person is one account however the address is typed. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(
    z
      .email("Give an e-mail address, such as ada@example.com.")
      .max(254, "An e-mail address has at most 254 characters."),
  );

/** Bounded, because hashing time and memory grow with the length. */
const passwordLimit = z.string().max(200, "A password has at most 200 characters.");

/** What the two doors take: the sign-in page and POST /auth/token. */
export const credentialsSchema = z.strictObject({
  email: emailSchema,
  password: passwordLimit.min(1, "Give the password."),
});

export const newPasswordSchema = passwordLimit.min(10, "Choose a password of at least 10 characters.");

export const personNameSchema = z.string().trim().min(1, "Give a name.").max(100, "A name has at most 100 characters.");

export const passwordChangeSchema = z.strictObject({
  password: passwordLimit.min(1, "Give your password of today."),
  newPassword: newPasswordSchema,
});

export const resetRequestSchema = z.strictObject({ email: emailSchema });

export const renameUserSchema = z.strictObject({ name: personNameSchema });

export const newPasswordOnlySchema = z.strictObject({ password: newPasswordSchema });

export const newUserSchema = z.strictObject({
  email: emailSchema,
  name: personNameSchema,
  password: newPasswordSchema,
});
