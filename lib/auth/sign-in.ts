import { AppError } from "../errors";
import { logger } from "../logger";
import { parseInput } from "../parse-input";
import { credentialsSchema } from "./schema";
import { countAttempt, forgetAttempts, takeBackAttempt } from "./throttle";
import { type User, verifyPassword } from "./users";

/**
 * Both doors, the sign-in page and POST /auth/token, come through here. `address` is the caller's, from `clientAddress`.
 * Throws `invalid`, `too_many_requests`, or `unauthenticated`: the same for a wrong password and an unknown e-mail.
 */
export async function signIn(credentials: unknown, address: string): Promise<User> {
  const { email, password } = parseInput(credentialsSchema, credentials);
  await countAttempt("sign-in", email, address);
  await countAttempt("sign-in-address", address);
  const user = await verifyPassword(email, password);
  if (!user) {
    logger.info("a sign-in failed");
    throw new AppError("unauthenticated", "That e-mail and password do not match an account.");
  }
  await forgetAttempts("sign-in", email, address);
  await takeBackAttempt("sign-in-address", address);
  return user;
}

/**
 * The address that the nearest hop saw: the last of X-Forwarded-For, because those before it are the sender's own words.
 * Some hops add the port, which is another one for each connection. Next fills the header in where no proxy did.
 */
export function clientAddress(forwardedFor: string | null | undefined): string {
  const last = forwardedFor?.split(",").at(-1)?.trim() ?? "";
  const [, address = last] =
    /^\[(.+)\](?::\d+)?$|^([\d.]+):\d+$/.exec(last)?.filter((part) => part !== undefined) ?? [];
  return address || "unknown";
}
