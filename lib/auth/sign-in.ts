import { AppError } from "../errors";
import { logger } from "../logger";
import { parseInput } from "../parse-input";
import { credentialsSchema } from "./schema";
import { countAttempt, forgetAttempts } from "./throttle";
import { type User, verifyPassword } from "./users";

/**
 * Both doors, the sign-in page and POST /auth/token, come through here. `address` is the caller's, from `clientAddress`.
 * Throws `invalid`, `too_many_requests`, or `unauthenticated`: the same for a wrong password and an unknown e-mail.
 */
export async function signIn(credentials: unknown, address: string): Promise<User> {
  const { email, password } = parseInput(credentialsSchema, credentials);
  await countAttempt("sign-in", email, address);
  const user = await verifyPassword(email, password);
  if (!user) {
    logger.info("a sign-in failed");
    throw new AppError("unauthenticated", "That e-mail and password do not match an account.");
  }
  await forgetAttempts("sign-in", email, address);
  return user;
}

/**
 * The address that the nearest hop saw: the last of X-Forwarded-For, because those before it are the sender's own words.
 * Next fills the header in where no proxy did.
 */
export function clientAddress(forwardedFor: string | null | undefined): string {
  return forwardedFor?.split(",").at(-1)?.trim() || "unknown";
}
