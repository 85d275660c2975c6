import { redirect } from "next/navigation";
import { SignOutForm } from "@/app/(auth)/sign-out-form";
import { Wordmark } from "@/components/bell";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { hasUsers } from "@/lib/auth/has-users";
import { listOrganizations } from "@/lib/auth/list-organizations";
import { sessionUser } from "@/lib/auth/session-user";

/** The way in: to the first organisation's overview, or to the sign-in page. */
export default async function HomePage() {
  const user = await sessionUser();
  if (!user) redirect((await hasUsers()) ? "/sign-in" : "/set-up");
  const [organization] = await listOrganizations(user.id);
  if (organization) redirect(`/${organization.slug}/overview`);
  return (
    <main className="mx-auto grid min-h-dvh max-w-[416px] content-center justify-items-start gap-4 p-5">
      <Wordmark />
      <h1 className="font-semibold text-title">You belong to no organisation yet</h1>
      <p className="text-ink-2">Ask an owner to invite {user.email}, or open a front desk of your own.</p>
      <LinkButton href="/organizations/new" look="primary">
        New organisation
      </LinkButton>
      <SignOutForm>
        <Button type="submit">Sign out</Button>
      </SignOutForm>
    </main>
  );
}
