import { createHmac } from "node:crypto";
import ipaddr from "ipaddr.js";
import { database } from "../db/client";
import { env } from "../env";
import { AppError } from "../errors";

const windowMs = 15 * 60 * 1000;

/** What is slowed down, and how often each may be tried within 15 minutes. */
const allowed = {
  /** Failures, by e-mail and address: guessing from elsewhere cannot lock the owner out. */
  "sign-in": 5,
  /** Failures, by address whatever the e-mail: each costs a password hash. */
  "sign-in-address": 60,
  /** Wrong old passwords, by user. */
  "change-password": 5,
  /** Asked-for links, by e-mail whatever the address, so that nobody's inbox is filled; and by address. */
  "reset-email": 3,
  "reset-address": 20,
  /** Invitations that are e-mailed, by recipient whoever invites, so that nobody's inbox is filled; and by member. */
  "invite-email": 3,
  "invite-member": 30,
  /** Tries to use an invitation or a reset link up, by address: each costs a password hash. */
  "use-link": 20,
} as const;

export type Throttled = keyof typeof allowed;

/**
 * Counts a try before it is made, so that many at once cannot slip through. Throws `too_many_requests`, with the seconds
 * to wait, once it was tried too often within 15 minutes.
 */
export async function countAttempt(what: Throttled, ...who: string[]): Promise<void> {
  const { signInThrottle } = database().prisma;
  await signInThrottle.deleteMany({ where: { startedAt: { lte: new Date(Date.now() - windowMs) } } });
  const key = throttleKey(what, who);
  const { failures, startedAt } = await signInThrottle.upsert({
    where: { key },
    create: { key, failures: 1, startedAt: new Date() },
    update: { failures: { increment: 1 } },
  });
  if (failures <= allowed[what]) return;
  const retryAfterSeconds = Math.max(1, Math.ceil((startedAt.getTime() + windowMs - Date.now()) / 1000));
  throw new AppError("too_many_requests", `${tooMany[what]} Try again ${inMinutes(retryAfterSeconds)}.`, {
    retryAfterSeconds,
  });
}

const tooMany: Record<Throttled, string> = {
  "sign-in": "Too many failed attempts.",
  "sign-in-address": "Too many failed attempts from here.",
  "change-password": "Too many failed attempts.",
  "reset-email": "A link was asked for several times already.",
  "reset-address": "Too many links were asked for from here.",
  "invite-email": "This person was sent several invitations already.",
  "invite-member": "You have sent many invitations already.",
  "use-link": "Too many attempts.",
};

/** After it went well: what failed before is forgotten. */
export async function forgetAttempts(what: Throttled, ...who: string[]): Promise<void> {
  await database().prisma.signInThrottle.deleteMany({ where: { key: throttleKey(what, who) } });
}

/** After one that went well: it does not count, and those that failed still do. */
export async function takeBackAttempt(what: Throttled, ...who: string[]): Promise<void> {
  await database().prisma.signInThrottle.updateMany({
    where: { key: throttleKey(what, who), failures: { gt: 0 } },
    data: { failures: { decrement: 1 } },
  });
}

/** An HMAC, so that neither e-mails nor addresses are stored. */
function throttleKey(what: Throttled, who: string[]): string {
  return createHmac("sha256", env().AUTH_SECRET)
    .update(JSON.stringify([what, ...who.map(networkOf)]))
    .digest("base64url");
}

/** Of an IPv6 address its /64: whoever has one address there has them all; of one that stands for IPv4, that. Anything else as it is. */
function networkOf(who: string): string {
  if (!ipaddr.IPv6.isValid(who)) return who;
  const address = ipaddr.process(who);
  if (address.kind() === "ipv4") return address.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${who.replace(/%.*/, "")}/64`).toString()}/64`;
}

function inMinutes(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "in a minute" : `in ${minutes} minutes`;
}
