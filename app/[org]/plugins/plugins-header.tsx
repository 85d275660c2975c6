import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/page";
import { Count } from "@/components/ui/count";
import { LinkButton } from "@/components/ui/link-button";
import { Tabs } from "@/components/ui/segmented";
import { isAllowed } from "@/lib/auth/permissions";
import type { Member } from "@/lib/auth/require-member";
import { countWaitingCalls } from "@/lib/plugins/list-waiting-calls";

/** The same on each part of the plugins; a part that this member may not open is not offered. */
export async function PluginsHeader({
  member: { organization, role, db },
  current,
  actions,
}: {
  member: Pick<Member, "organization" | "role" | "db">;
  current: "plugins" | "approvals" | "calls" | null;
  actions?: ReactNode;
}) {
  const base = `/${organization.slug}/plugins`;
  const decides = isAllowed(role, { permission: "work-conversations" });
  const waiting = decides ? await countWaitingCalls(db) : 0;
  const approvals = {
    href: `${base}/approvals`,
    label: (
      <>
        Approvals <Count value={waiting} label="waiting for approval" />
      </>
    ),
    current: current === "approvals",
  };
  return (
    <PageHeader
      title="Plugins"
      tabs={
        <Tabs
          label="Plugins"
          items={[
            { href: base, label: "All", current: current === "plugins" },
            ...(decides ? [approvals] : []),
            { href: `${base}/calls`, label: "Calls", current: current === "calls" },
          ]}
        />
      }
      actions={actions}
    />
  );
}

/** The way to a further server, for whoever may configure. */
export function ConnectLink({ slug, look }: { slug: string; look: "primary" | "secondary" }) {
  return (
    <LinkButton look={look} href={`/${slug}/plugins/connect`} icon={<Plus aria-hidden="true" />}>
      Connect a plugin
    </LinkButton>
  );
}
