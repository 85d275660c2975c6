import { notFound } from "next/navigation";
import { cache } from "react";
import type { Permission } from "@/lib/auth/permissions";
import { isAllowed } from "@/lib/auth/permissions";
import { type Member, requireMember } from "@/lib/auth/require-member";

/** Who looks at the assistant, what they may do with it, and which version answers: null before the first. */
export const requireAssistant = cache(
  async (
    slug: string,
    permission: Permission = "read-assistant",
  ): Promise<Member & { editable: boolean; pausable: boolean; paused: boolean; live: number | null }> => {
    const member = await requireMember(slug, { permission });
    const app = await member.db.whatsAppApp.findFirst({
      select: { mode: true, publishedVersion: { select: { number: true } } },
    });
    const editable = isAllowed(member.role, { permission: "configure" });
    const pausable = isAllowed(member.role, { permission: "pause-assistant" });
    return {
      ...member,
      editable,
      pausable,
      paused: app !== null && app.mode !== "open",
      live: app?.publishedVersion?.number ?? null,
    };
  },
);

/** The same where there is nothing to show before the first version. */
export async function requirePublished(slug: string, permission?: Permission) {
  const { live, ...assistant } = await requireAssistant(slug, permission);
  if (live === null) notFound();
  return { ...assistant, live };
}
