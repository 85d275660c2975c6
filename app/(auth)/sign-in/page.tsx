import type { Metadata, Route } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { DeskFront, knownTimeZone } from "@/app/(auth)/desk-front";
import { createClock } from "@/components/create-clock";
import { Banner } from "@/components/ui/banner";
import { hasUsers } from "@/lib/auth/has-users";
import { returnPath } from "@/lib/auth/return-path";
import { sessionUser } from "@/lib/auth/session-user";
import { signInProviders } from "@/lib/auth/sign-in-providers";
import { ProviderButtons } from "./provider-buttons";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { invitation, error, next } = await searchParams;
  const path = returnPath(next);
  if (await sessionUser()) redirect((path ?? "/") as Route);
  if (!(await hasUsers())) redirect("/set-up");
  return (
    <DeskFront title={greeting(await knownTimeZone())} lead="Sign in to your front desk.">
      {error && <Refusal code={String(error)} />}
      <SignInForm invitation={typeof invitation === "string" ? invitation : undefined} next={path} />
      <Link
        href="/forgot-password"
        className="justify-self-start text-accent-ink text-small underline underline-offset-2"
      >
        Forgot your password?
      </Link>
      <ProviderButtons providers={signInProviders()} next={path} />
      <p className="text-ink-3 text-meta">No account? Ask an owner of your organisation for an invitation.</p>
    </DeskFront>
  );
}

/** Next-auth comes back here with a code when Google or GitHub did not open an account. */
function Refusal({ code }: { code: string }) {
  if (code === "AccessDenied") {
    return (
      <Banner tone="bad" alert title="That account opens nothing here.">
        Its e-mail, which Google or GitHub must have verified, needs an account or an invitation. Ask an owner for one.
      </Banner>
    );
  }
  return (
    <Banner tone="bad" alert title="That did not work.">
      Google or GitHub could not sign you in. Try again, or use your password.
    </Banner>
  );
}

function greeting(timeZone: string | null): string {
  if (!timeZone) return "Hello";
  const hour = Number(createClock(timeZone).time(new Date()).slice(0, 2));
  if (hour < 5) return "Good night";
  if (hour < 12) return "Good morning";
  return hour < 18 ? "Good afternoon" : "Good evening";
}
