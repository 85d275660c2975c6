import { notFound } from "next/navigation";
import { cache } from "react";
import { isAllowed } from "@/lib/auth/permissions";
import { type Member, requireMember } from "@/lib/auth/require-member";
import { AppError } from "@/lib/errors";
import { getPlugin } from "@/lib/plugins/plugins";
import { type PluginView, pluginIdSchema } from "@/lib/plugins/schema";

/** The plugin of an address, once a request, and whether the member may change it; the not-found page for no plugin of theirs. */
export const requirePlugin = cache(
  async (slug: string, encodedId: string): Promise<Member & { plugin: PluginView; editable: boolean }> => {
    const member = await requireMember(slug, { permission: "read-assistant" });
    const editable = isAllowed(member.role, { permission: "configure" });
    const id = pluginIdSchema.safeParse(decodePart(encodedId));
    if (!id.success) notFound();
    try {
      return { ...member, editable, plugin: await getPlugin(member.db, id.data) };
    } catch (error) {
      if (error instanceof AppError && error.code === "not_found") notFound();
      throw error;
    }
  },
);

/** A part of an address as it was before it was encoded; one that no link of ours has made is left as it is. */
export function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
