import { z } from "zod";

/** Who makes a change, and from where: what the audit log keeps of them. */
export interface Actor {
  /** The user; null when the system itself acts. */
  id: string | null;
  name: string;
  /** The API token that acted, when one did. */
  apiTokenId?: string;
  /** The caller's network address and browser, as far as known. */
  address?: string;
  userAgent?: string;
}

/** What the audit log can be asked for. */
export const auditFilterSchema = z.strictObject({
  /** The user who did it, also by a token of theirs. */
  who: z.uuid("must be a user's id").optional(),
  /** One action, "member.removed", or all of a thing, "member". */
  what: z
    .string()
    .max(60)
    .regex(/^[a-z_]+(\.[a-z_]+)?$/, "must be an action, such as member.removed, or its first word")
    .optional(),
  /** From this moment on, and before that one: ISO 8601. */
  from: z.iso
    .datetime({ offset: true, error: "must be a time such as 2026-11-20T00:00:00Z" })
    .transform(toDate)
    .optional(),
  to: z.iso
    .datetime({ offset: true, error: "must be a time such as 2026-11-21T00:00:00Z" })
    .transform(toDate)
    .optional(),
});

export type AuditFilter = z.output<typeof auditFilterSchema>;

export const auditPageRequest = auditFilterSchema.extend({
  cursor: z.string().max(100, "is not a cursor of this list").optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export type AuditPageRequest = AuditFilter & { cursor?: string | undefined; limit: number };

function toDate(text: string): Date {
  return new Date(text);
}
