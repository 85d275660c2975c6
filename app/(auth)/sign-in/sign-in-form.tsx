"use client";

import { useActionState } from "react";
import { EmailField } from "@/app/(auth)/email-field";
import { PasswordField } from "@/app/(auth)/password-field";
import { Button } from "@/components/ui/button";
import { signInWithPassword } from "./sign-in-with-password";

/** Works without JavaScript as well: then the page itself comes back with the sentence. */
export function SignInForm({ invitation, next }: { invitation?: string | undefined; next: string | null }) {
  const [state, action, pending] = useActionState(signInWithPassword, { email: "" });
  return (
    <form action={action} className="grid gap-4 md:gap-[18px]" noValidate>
      {invitation && <input type="hidden" name="invitation" value={invitation} />}
      {next && <input type="hidden" name="next" value={next} />}
      <EmailField defaultValue={state.email} error={state.fields?.email} />
      <PasswordField autoComplete="current-password" error={state.fields?.password} />
      <Button look="primary" size="large" type="submit" busy={pending} className="mt-0.5 w-full">
        Sign in
      </Button>
      <p role="alert" className="sr-only">
        {state.fields?.email ?? state.fields?.password}
      </p>
    </form>
  );
}
