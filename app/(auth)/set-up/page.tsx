import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { DeskFront } from "@/app/(auth)/desk-front";
import { EmailField } from "@/app/(auth)/email-field";
import { PasswordField } from "@/app/(auth)/password-field";
import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { hasUsers } from "@/lib/auth/has-users";
import { openDesk } from "./open-desk";

export const metadata: Metadata = { title: "Set up" };

export default async function SetUpPage() {
  if (await hasUsers()) redirect("/sign-in");
  return (
    <DeskFront
      title="Open your front desk"
      lead="You are the first one here. This page makes the owner and then closes for good."
    >
      <ActionForm action={openDesk} className="grid gap-4 md:gap-[18px]">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField large name="name" label="Your name" autoComplete="name" required maxLength={100} />
          <TextField large name="organization" label="Organisation" autoComplete="organization" required />
        </div>
        <EmailField />
        <PasswordField
          autoComplete="new-password"
          hint="At least 10 characters. Three or four random words are good."
        />
        <SubmitButton size="large" className="mt-0.5 w-full">
          Open the desk
        </SubmitButton>
      </ActionForm>
      <div className="grid gap-2 border-line border-t pt-4">
        <ol className="flex flex-wrap gap-x-4 gap-y-1.5 text-ink-2 text-small">
          {["Choose a model", "Connect Twilio", "Test it"].map((step, index) => (
            <li key={step} className="flex items-center gap-1.5">
              <span className="grid size-[18px] place-items-center rounded-full border border-edge text-micro">
                {index + 1}
              </span>
              {step}
            </li>
          ))}
        </ol>
        <p className="text-ink-3 text-meta">About ten minutes in all. No customer gets an answer before you say so.</p>
      </div>
    </DeskFront>
  );
}
