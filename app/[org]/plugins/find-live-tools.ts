import { answeringOf } from "@/lib/assistant/version-content";
import type { TenantDatabase } from "@/lib/db/for-organization";
import { listOfferedTools } from "@/lib/plugins/offered-tools";
import type { OfferedTool } from "@/lib/plugins/tool";

/** The version that answers, and the tools that it is offered in a conversation; null before the first version. */
export async function findLiveTools(db: TenantDatabase): Promise<{ version: number; tools: OfferedTool[] } | null> {
  const app = await db.whatsAppApp.findFirst({ select: { publishedVersion: true } });
  if (!app?.publishedVersion) return null;
  const selection = answeringOf(app.publishedVersion);
  return {
    version: app.publishedVersion.number,
    tools: await listOfferedTools(db, selection, { conversation: true }),
  };
}
