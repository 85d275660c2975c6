import { redirect } from "next/navigation";
import { requireMember } from "@/lib/auth/require-member";

export default async function OrganizationPage({ params }: PageProps<"/[org]">) {
  const { organization } = await requireMember((await params).org);
  redirect(`/${organization.slug}/overview`);
}
