import { requireMember } from "@/lib/auth/require-member";

/** Asked here as well, before the shapes of `loading.tsx` go out: afterwards a page's status could not say 404 any more. */
export default async function AuditLogLayout({ children, params }: LayoutProps<"/[org]/settings/audit-log">) {
  await requireMember((await params).org, { permission: "read-audit-log" });
  return children;
}
