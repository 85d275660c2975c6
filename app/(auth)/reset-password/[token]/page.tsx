import type { Metadata } from "next";
import { DeskFront } from "@/app/(auth)/desk-front";
import { PasswordField } from "@/app/(auth)/password-field";
import { ActionForm } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { isResetOpen } from "@/lib/auth/password-reset";
import { chooseNewPassword } from "./choose-new-password";

export const metadata: Metadata = { title: "New password", referrer: "no-referrer" };

/** Opening the link uses nothing up: mail programs look at links before people do. */
export default async function ResetPasswordPage({ params }: PageProps<"/reset-password/[token]">) {
  const { token } = await params;
  if (!(await isResetOpen(token))) {
    return (
      <DeskFront
        title="This link is not good any more"
        lead="It was used already, a newer one was made, or its hour is over. Your password is as it was."
      >
        <LinkButton href="/forgot-password" look="primary" size="large">
          Get a new link
        </LinkButton>
      </DeskFront>
    );
  }
  return (
    <DeskFront title="Choose a new password" lead="You are then signed in here, and signed out everywhere else.">
      <ActionForm action={chooseNewPassword.bind(null, token)} className="grid gap-4 md:gap-[18px]">
        <PasswordField
          label="New password"
          autoComplete="new-password"
          hint="At least 10 characters. Three or four random words are good."
        />
        <SubmitButton size="large" className="w-full">
          Keep this password
        </SubmitButton>
      </ActionForm>
    </DeskFront>
  );
}
