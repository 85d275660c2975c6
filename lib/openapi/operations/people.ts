import { z } from "zod";
import { Role } from "@/generated/prisma/enums";
import { auditPageRequest } from "../../audit/schema";
import { newApiTokenSchema, newInvitationSchema, roleChangeSchema } from "../../organizations/schema";
import { cursorNote, exampleIds, id, limitNote, listOf, pageOf, section, time } from "../operation";

const member = z.strictObject({
  id: id.meta({ description: "Of the membership." }),
  userId: id,
  name: z.string(),
  email: z.string(),
  role: z.enum(Role),
  createdAt: time,
});

const invitationFields = {
  id,
  role: z.enum(Role),
  email: z.string().nullable().meta({ description: "Whom it is for; null: whoever has the link." }),
  expiresAt: time,
  createdAt: time,
};

const apiTokenFields = {
  id,
  name: z.string(),
  token: z.string(),
  scopes: z.array(z.string()),
  requestsPerMinute: z.int().meta({ description: "How many requests of the gateway it may make in a minute." }),
  expiresAt: time.nullable(),
  lastUsedAt: time.nullable(),
  createdAt: time,
};

const changes = z.record(z.string(), z.unknown()).nullable();

const auditEntry = z.strictObject({
  id,
  createdAt: time,
  actor: z.strictObject({ userId: id.nullable(), apiTokenId: id.nullable(), name: z.string() }),
  action: z.string(),
  subject: z.string(),
  before: changes,
  after: changes,
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
});

export const people = section("People and access", [
  {
    method: "GET",
    path: "/members",
    summary: "List members",
    permission: "manage-members",
    response: { status: 200, description: "Oldest first.", content: listOf(member) },
  },
  {
    method: "PATCH",
    path: "/members/{id}",
    summary: "Change a member's role",
    permission: "manage-members",
    parameters: { id: { description: "One of `GET /members`.", example: exampleIds.member } },
    body: { schema: roleChangeSchema, example: { role: "agent" } },
    response: { status: 200, description: "The member.", content: { schema: member } },
    errors: { 409: "`conflict`: the last owner stays one." },
  },
  {
    method: "DELETE",
    path: "/members/{id}",
    summary: "Remove a member",
    permission: "manage-members",
    parameters: { id: { description: "One of `GET /members`.", example: exampleIds.member } },
    response: { status: 204, description: "Removed.", content: null },
    errors: { 409: "`conflict`: the last owner cannot leave." },
  },
  {
    method: "POST",
    path: "/invitations",
    summary: "Invite somebody",
    description: "The link lets one person in, once, within 7 days, and is shown this once.",
    permission: "manage-members",
    body: { schema: newInvitationSchema, example: { role: "agent" } },
    response: {
      status: 201,
      description: "The invitation with its link.",
      content: { schema: z.strictObject({ ...invitationFields, link: z.string(), mailed: z.boolean() }) },
    },
  },
  {
    method: "GET",
    path: "/invitations",
    summary: "List open invitations",
    permission: "manage-members",
    response: {
      status: 200,
      description: "Those that can still be used.",
      content: listOf(z.strictObject(invitationFields)),
    },
  },
  {
    method: "DELETE",
    path: "/invitations/{id}",
    summary: "Revoke an invitation",
    permission: "manage-members",
    parameters: { id: { description: "One of `GET /invitations`.", example: exampleIds.invitation } },
    response: { status: 204, description: "Its link no longer works.", content: null },
  },
  {
    method: "POST",
    path: "/api-tokens",
    summary: "Make an API token",
    description: "The token is shown this once.",
    permission: "manage-api-tokens",
    body: {
      schema: newApiTokenSchema,
      example: { name: "CI", scopes: ["read-overview"], expiresInDays: 90, requestsPerMinute: 120 },
    },
    response: { status: 201, description: "The token.", content: { schema: z.strictObject(apiTokenFields) } },
  },
  {
    method: "GET",
    path: "/api-tokens",
    summary: "List API tokens",
    permission: "manage-api-tokens",
    response: { status: 200, description: "Masked.", content: listOf(z.strictObject(apiTokenFields)) },
  },
  {
    method: "DELETE",
    path: "/api-tokens/{id}",
    summary: "Revoke an API token",
    permission: "manage-api-tokens",
    parameters: { id: { description: "One of `GET /api-tokens`.", example: exampleIds.apiToken } },
    response: { status: 204, description: "It no longer works.", content: null },
  },
  {
    method: "GET",
    path: "/audit-log",
    summary: "Read the audit log",
    description: "Newest first, in pages. With `Accept: text/csv` it is one file.",
    permission: "read-audit-log",
    query: auditPageRequest,
    parameters: {
      who: { description: "The user who did it, also by a token of theirs.", example: exampleIds.user },
      what: { description: "An action, or its first word.", example: "member" },
      from: { description: "From this moment on.", example: "2026-11-01T00:00:00Z" },
      to: { description: "And before that one.", example: "2026-12-01T00:00:00Z" },
      cursor: cursorNote,
      limit: limitNote,
    },
    response: { status: 200, description: "One page.", content: pageOf(auditEntry) },
  },
]);
