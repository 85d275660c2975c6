import type { ReactNode } from "react";
import { PageHeader } from "@/components/page";
import { Tabs } from "@/components/ui/segmented";
import { isAllowed } from "@/lib/auth/permissions";
import type { Member } from "@/lib/auth/require-member";

type Part = "people" | "organization" | "audit-log" | "account";

/** The same on each part of the settings; a part that this member may not open is not offered. */
export function SettingsHeader({
  member: { organization, role },
  current,
  actions,
}: {
  member: Pick<Member, "organization" | "role">;
  current: Part;
  actions?: ReactNode;
}) {
  const base = `/${organization.slug}/settings`;
  const parts = [
    { part: "people", href: base, label: "People" },
    { part: "organization", href: `${base}/organization`, label: "Organisation" },
    ...(isAllowed(role, { permission: "read-audit-log" })
      ? [{ part: "audit-log", href: `${base}/audit-log`, label: "Audit log" }]
      : []),
    { part: "account", href: `${base}/account`, label: "Your account" },
  ];
  return (
    <PageHeader
      title="Team & settings"
      tabs={
        <Tabs
          label="Settings"
          items={parts.map(({ part, href, label }) => ({ href, label, current: part === current }))}
        />
      }
      actions={actions}
    />
  );
}
