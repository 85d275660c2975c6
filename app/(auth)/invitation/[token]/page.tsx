import type { Metadata } from "next";
import Link from "next/link";
import { DeskFront } from "@/app/(auth)/desk-front";
import { EmailField } from "@/app/(auth)/email-field";
import { PasswordField } from "@/app/(auth)/password-field";
import { SignOutForm } from "@/app/(auth)/sign-out-form";
import { ActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { sessionUser } from "@/lib/auth/session-user";
import { findInvitation, type OpenInvitation } from "@/lib/organizations/accept-invitation";
import { joinAsMyself, joinAsNewcomer } from "./join";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

export default async function InvitationPage({ params }: PageProps<"/invitation/[token]">) {
  const { token } = await params;
  const [invitation, user] = await Promise.all([findInvitation(token), sessionUser()]);
  if (!invitation) {
    return (
      <DeskFront
        title="This invitation is not good any more"
        lead="It was used or taken back, or its 7 days are over. Ask whoever invited you for a new one."
      >
        <LinkButton href="/" size="large">
          To Frontdesk
        </LinkButton>
      </DeskFront>
    );
  }
  const lead = `You are invited to the front desk of ${invitation.organization.name} ${asRole[invitation.role]}.`;
  if (!user) {
    return (
      <DeskFront title={`Join ${invitation.organization.name}`} lead={lead}>
        <NewcomerForm token={token} email={invitation.email} />
      </DeskFront>
    );
  }
  const another = invitation.email !== null && invitation.email !== user.email;
  return (
    <DeskFront title={`Join ${invitation.organization.name}`} lead={lead}>
      <p className="text-ink-2 text-small">
        You are signed in as <b>{user.email}</b>.
        {another && ` The invitation is for ${invitation.email}: sign out, then open the link again.`}
      </p>
      {!another && (
        <ActionForm action={joinAsMyself.bind(null, token)}>
          <SubmitButton size="large" className="w-full">
            Join
          </SubmitButton>
        </ActionForm>
      )}
      <SignOutForm>
        <Button type="submit" look={another ? "primary" : "ghost"} size="large" className="w-full">
          Sign out
        </Button>
      </SignOutForm>
    </DeskFront>
  );
}

function NewcomerForm({ token, email }: { token: string; email: string | null }) {
  return (
    <>
      <ActionForm action={joinAsNewcomer.bind(null, token)} className="grid gap-4 md:gap-[18px]">
        <TextField large name="name" label="Your name" autoComplete="name" required maxLength={100} />
        {email === null ? <EmailField /> : <EmailField defaultValue={email} readOnly />}
        <PasswordField
          autoComplete="new-password"
          hint="At least 10 characters. Three or four random words are good."
        />
        <SubmitButton size="large" className="w-full">
          Make my account and join
        </SubmitButton>
      </ActionForm>
      <p className="text-ink-2 text-small">
        You have an account?{" "}
        <Link
          href={`/sign-in?invitation=${encodeURIComponent(token)}`}
          className="text-accent-ink underline underline-offset-2"
        >
          Sign in to join
        </Link>
      </p>
    </>
  );
}

const asRole: Record<OpenInvitation["role"], string> = {
  owner: "as an owner: you can do everything",
  admin: "as an admin: you set it up, and manage the team",
  agent: "as an agent: you work with its conversations",
  viewer: "as a viewer: you can look on",
};
