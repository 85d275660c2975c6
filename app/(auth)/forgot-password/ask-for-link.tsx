"use client";

import { EmailField } from "@/app/(auth)/email-field";
import { ActionForm } from "@/components/ui/action-form";
import { Banner } from "@/components/ui/banner";
import { SubmitButton } from "@/components/ui/submit-button";
import { askForResetLink } from "./ask-for-reset-link";

/** Says the same whether the e-mail has an account or not. */
export function AskForLink() {
  return (
    <ActionForm action={askForResetLink} className="grid gap-4 md:gap-[18px]">
      {({ data }) => (
        <>
          <EmailField />
          {data && (
            <Banner tone="accent" alert title="Look into your inbox.">
              If {data.email} has an account here, a link is on its way.
            </Banner>
          )}
          <SubmitButton size="large" className="w-full">
            Send me a link
          </SubmitButton>
        </>
      )}
    </ActionForm>
  );
}
