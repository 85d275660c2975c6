import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { DeskFront } from "@/app/(auth)/desk-front";
import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { sessionUser } from "@/lib/auth/session-user";
import { openAnotherDesk } from "./open-another-desk";

export const metadata: Metadata = { title: "New organisation" };

export default async function NewOrganizationPage() {
  const user = await sessionUser();
  if (!user) redirect("/sign-in");
  return (
    <DeskFront
      title="Open another front desk"
      lead={`A new organisation with its own number, team and conversations. ${user.email} becomes its owner.`}
    >
      <ActionForm action={openAnotherDesk} className="grid gap-4 md:gap-[18px]">
        <TextField large name="name" label="Organisation" autoComplete="organization" required maxLength={100} />
        <SubmitButton size="large" className="w-full">
          Open the desk
        </SubmitButton>
      </ActionForm>
      <Link href="/" className="justify-self-start text-accent-ink text-small underline underline-offset-2">
        Back
      </Link>
    </DeskFront>
  );
}
