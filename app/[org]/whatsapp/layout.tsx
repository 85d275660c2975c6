import type { ReactNode } from "react";
import { requireMember } from "@/lib/auth/require-member";

/** Before anything is sent: what streams has its status already, and who may not see the page gets a real 404. */
export default async function WhatsAppLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ org: string }>;
}) {
  await requireMember((await params).org, { permission: "configure" });
  return children;
}
