import type { z } from "zod";
import type { Role } from "@/generated/prisma/client";
import { recordAudit } from "../audit/record-audit";
import type { Actor } from "../audit/schema";
import { newToken, tokenDigest } from "../auth/secret-tokens";
import { countAttempt } from "../auth/throttle";
import { database } from "../db/client";
import type { TenantDatabase } from "../db/for-organization";
import { env } from "../env";
import { notFound } from "../errors";
import { canMail, sendMail } from "../mail";
import { parseInput } from "../parse-input";
import { type Granter, requireReach } from "./members";
import { newInvitationSchema } from "./schema";

const lifetimeMs = 7 * 24 * 60 * 60 * 1000;

export interface InvitationView {
  id: string;
  role: Role;
  /** Whom it is for; null: whoever has the link. */
  email: string | null;
  expiresAt: Date;
  createdAt: Date;
}

export interface NewInvitation extends InvitationView {
  /** Shown this once: the database keeps only a SHA-256 of its token. */
  link: string;
  /** Whether the mail server took it for delivery to `email`. */
  mailed: boolean;
}

/**
 * Makes a link that lets one person in, once, within 7 days; e-mailed as well where an e-mail is given and the
 * installation can. Throws `invalid`, `forbidden` for a role above one's own, and
 * `too_many_requests` after three e-mails to one person, or thirty of one member, within 15 minutes.
 */
export async function createInvitation(
  db: TenantDatabase,
  granter: Granter,
  input: z.input<typeof newInvitationSchema>,
): Promise<NewInvitation> {
  const { role, email } = parseInput(newInvitationSchema, input);
  requireReach(granter, role);
  const mails = email !== undefined && canMail();
  if (mails) {
    await countAttempt("invite-member", granter.actor.id ?? db.organizationId);
    await countAttempt("invite-email", email);
  }
  const token = newToken();
  const invitation = await db.$transaction(async (transaction) => {
    const created = await transaction.invitation.create({
      data: {
        organizationId: db.organizationId,
        role,
        email: email ?? null,
        tokenHash: tokenDigest(token),
        expiresAt: new Date(Date.now() + lifetimeMs),
        createdById: granter.actor.id ?? db.organizationId,
      },
      select: shown,
    });
    await recordAudit(transaction, granter.actor, {
      action: "invitation.created",
      subject: email ?? "anybody with the link",
      after: { role },
    });
    return created;
  });
  const link = `${env().PUBLIC_URL}/invitation/${token}`;
  return { ...invitation, link, mailed: mails ? await mail(db.organizationId, email, granter.actor, link) : false };
}

/** Those that can still be used, newest first. */
export async function listInvitations(db: TenantDatabase): Promise<InvitationView[]> {
  return db.invitation.findMany({ where: usable(), orderBy: { id: "desc" }, select: shown });
}

/** Makes an unused link worth nothing. Throws `not_found`, also for one that was used. */
export async function revokeInvitation(db: TenantDatabase, actor: Actor, id: string): Promise<void> {
  await db.$transaction(async (transaction) => {
    const invitation = await transaction.invitation.findUnique({ where: { id }, select: shown });
    const where = { id, acceptedAt: null, revokedAt: null };
    const { count } = await transaction.invitation.updateMany({ where, data: { revokedAt: new Date() } });
    if (!invitation || count === 0) throw notFound("invitation");
    await recordAudit(transaction, actor, {
      action: "invitation.revoked",
      subject: invitation.email ?? "anybody with the link",
      before: { role: invitation.role },
    });
  });
}

/** Not used, not revoked, not expired. */
export function usable() {
  return { acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } };
}

const shown = { id: true, role: true, email: true, expiresAt: true, createdAt: true } as const;

async function mail(organizationId: string, to: string, { name }: Actor, link: string): Promise<boolean> {
  const organization = await database().prisma.organization.findUniqueOrThrow({ where: { id: organizationId } });
  return sendMail({
    to,
    subject: `${oneLine(name)} invites you to ${oneLine(organization.name)} on Frontdesk`,
    text: `${oneLine(name)} invites you to the front desk of ${oneLine(organization.name)}.

Open this link to accept; it works once, until 7 days from now:
${link}

If you do not know ${oneLine(name)}, do nothing.
`,
  });
}

/** Names are other people's words: they must not end a header or begin lines of their own. */
function oneLine(name: string): string {
  return name.replace(/\s+/g, " ").slice(0, 100);
}
