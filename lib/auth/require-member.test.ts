import { encode } from "next-auth/jwt";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { makeOrganization } from "@/tests/make-organization";
import { database } from "../db/client";
import { AppError } from "../errors";
import { memberAction } from "./member-action";
import { requireMember } from "./require-member";
import { sessionCookie } from "./session-cookie";
import { createSession, endAllSessions, endSession } from "./sessions";

// The one thing that only Next can give: the cookies of the request that is being answered.
const jar = vi.hoisted(() => ({ cookies: [] as { name: string; value: string }[] }));
vi.mock("next/headers", () => ({
  cookies: async () => ({ getAll: () => jar.cookies }),
  headers: async () => new Headers(),
}));

async function signInAs(userId: string, secret = process.env.AUTH_SECRET ?? "") {
  const claims = await createSession(userId);
  jar.cookies = [{ name: sessionCookie().name, value: await encode({ token: { ...claims }, secret }) }];
  return claims;
}

async function setRole(organizationId: string, userId: string, role: "viewer" | "agent" | "admin") {
  const where = { organizationId_userId: { organizationId, userId } };
  await database().prisma.membership.update({ where, data: { role } });
}

const signInPage = { digest: expect.stringMatching(/^NEXT_REDIRECT;\w+;\/sign-in;/) };
const notFoundPage = { digest: "NEXT_HTTP_ERROR_FALLBACK;404" };

beforeEach(() => {
  jar.cookies = [];
});

describe("requireMember", () => {
  test("hands a member their organisation and a database that sees only it", async () => {
    const [mine, theirs] = [await makeOrganization(), await makeOrganization()];
    await signInAs(mine.owner.id);
    const member = await requireMember(mine.slug);
    expect(member).toMatchObject({ role: "owner", organization: { id: mine.organizationId, slug: mine.slug } });
    expect(await member.db.whatsAppApp.findUnique({ where: { id: theirs.app.id } })).toBeNull();
  });

  test("sends somebody who is not signed in to the sign-in page", async () => {
    const { slug } = await makeOrganization();
    await expect(requireMember(slug)).rejects.toMatchObject(signInPage);
  });

  test("does not believe a session that another secret signed", async () => {
    const { slug, owner } = await makeOrganization();
    await signInAs(owner.id, "not-the-secret-not-the-secret-not-the-secret");
    await expect(requireMember(slug)).rejects.toMatchObject(signInPage);
  });

  test("ends the session of an account that was deleted", async () => {
    const { slug, owner } = await makeOrganization();
    await signInAs(owner.id);
    await database().prisma.user.delete({ where: { id: owner.id } });
    await expect(requireMember(slug)).rejects.toMatchObject(signInPage);
  });

  test("does not believe a cookie of a session that was ended, nor any of a user who signed out everywhere", async () => {
    const { slug, owner } = await makeOrganization();
    const { sid } = await signInAs(owner.id);
    const kept = jar.cookies;
    await signInAs(owner.id);
    await endSession(sid);
    expect((await requireMember(slug)).role).toBe("owner");
    const other = jar.cookies;
    jar.cookies = kept;
    await expect(requireMember(slug)).rejects.toMatchObject(signInPage);
    jar.cookies = other;
    await endAllSessions(owner.id);
    await expect(requireMember(slug)).rejects.toMatchObject(signInPage);
    await signInAs(owner.id);
    expect((await requireMember(slug)).role).toBe("owner");
  });

  test("does not believe a cookie that names no session", async () => {
    const { slug, owner } = await makeOrganization();
    const value = await encode({ token: { sub: owner.id }, secret: process.env.AUTH_SECRET ?? "" });
    jar.cookies = [{ name: sessionCookie().name, value }];
    await expect(requireMember(slug)).rejects.toMatchObject(signInPage);
  });

  test("shows the same not-found page for a foreign and an unknown organisation", async () => {
    const [mine, theirs] = [await makeOrganization(), await makeOrganization()];
    await signInAs(mine.owner.id);
    await expect(requireMember(theirs.slug)).rejects.toMatchObject(notFoundPage);
    await expect(requireMember("no-such-organisation")).rejects.toMatchObject(notFoundPage);
  });

  test("shows the not-found page when the role is too small", async () => {
    const { slug, owner, organizationId } = await makeOrganization();
    await setRole(organizationId, owner.id, "viewer");
    await signInAs(owner.id);
    expect((await requireMember(slug, { permission: "read-conversations" })).role).toBe("viewer");
    await expect(requireMember(slug, { permission: "configure" })).rejects.toMatchObject(notFoundPage);
  });
});

describe("memberAction", () => {
  const rename = memberAction(
    z.strictObject({ label: z.string().trim().min(1, "Give a name.") }),
    { permission: "configure" },
    async ({ label }, { organization }) => {
      if (label === "taken") throw new AppError("conflict", "This name is taken.");
      if (label === "bug") throw new Error("secret inner words");
      return `${organization.slug}: ${label}`;
    },
  );

  test("gives the handler checked input, from an object or a form", async () => {
    const { slug, owner } = await makeOrganization();
    await signInAs(owner.id);
    const form = new FormData();
    form.set("label", " Desk ");
    form.set("$ACTION_ID_1", "");
    expect(await rename(slug, null, form)).toEqual({ ok: true, data: `${slug}: Desk` });
    expect(await rename(slug, null, { label: "Desk" })).toEqual({ ok: true, data: `${slug}: Desk` });
  });

  test("answers a wrong field and a refusal with their sentences", async () => {
    const { slug, owner } = await makeOrganization();
    await signInAs(owner.id);
    expect(await rename(slug, null, { label: "" })).toMatchObject({
      ok: false,
      error: { code: "invalid", fields: { label: "Give a name." } },
    });
    expect(await rename(slug, null, { label: "taken" })).toMatchObject({
      ok: false,
      error: { code: "conflict", message: "This name is taken." },
    });
  });

  test("says nothing of a bug's inside", async () => {
    const { slug, owner } = await makeOrganization();
    await signInAs(owner.id);
    const result = await rename(slug, null, { label: "bug" });
    expect(result).toMatchObject({ ok: false, error: { code: "internal" } });
    expect(JSON.stringify(result)).not.toContain("secret inner words");
  });

  test("turns away who is not signed in, not a member, or not allowed", async () => {
    const [mine, theirs] = [await makeOrganization(), await makeOrganization()];
    expect(await rename(mine.slug, null, { label: "x" })).toMatchObject({ error: { code: "unauthenticated" } });
    await signInAs(mine.owner.id);
    expect(await rename(theirs.slug, null, { label: "x" })).toMatchObject({ error: { code: "not_found" } });
    await setRole(mine.organizationId, mine.owner.id, "agent");
    expect(await rename(mine.slug, null, { label: "x" })).toMatchObject({ error: { code: "forbidden" } });
  });
});
