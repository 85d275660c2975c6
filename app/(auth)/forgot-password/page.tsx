import type { Metadata } from "next";
import Link from "next/link";
import { DeskFront } from "@/app/(auth)/desk-front";
import { canMail } from "@/lib/mail";
import { AskForLink } from "./ask-for-link";

export const metadata: Metadata = { title: "Forgotten password" };

export default function ForgotPasswordPage() {
  const mails = canMail();
  return (
    <DeskFront
      title="Choose a new password"
      lead={
        mails
          ? "Give your e-mail, and a link comes to it. It works once, for an hour."
          : "This Frontdesk sends no e-mail. Ask an owner of your organisation: under Team & settings they make a link with which you choose a new password."
      }
    >
      {mails && <AskForLink />}
      <Link href="/sign-in" className="justify-self-start text-accent-ink text-small underline underline-offset-2">
        Back to sign-in
      </Link>
    </DeskFront>
  );
}
