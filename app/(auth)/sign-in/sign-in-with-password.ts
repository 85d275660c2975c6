"use server";

import type { Route } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { startSession } from "@/app/(auth)/session";
import { returnPath } from "@/lib/auth/return-path";
import { clientAddress, signIn } from "@/lib/auth/sign-in";
import { AppError } from "@/lib/errors";
import { logger } from "@/lib/logger";

export interface SignInState {
  /** What was typed, so that it is not lost. */
  email: string;
  fields?: { email?: string; password?: string };
}

/** The one action that nobody needs to be signed in for: it opens the session, or says beside which field what is wrong. */
export async function signInWithPassword(_previous: SignInState, form: FormData): Promise<SignInState> {
  const email = String(form.get("email") ?? "");
  try {
    const address = clientAddress((await headers()).get("x-forwarded-for"));
    await startSession(await signIn({ email, password: String(form.get("password") ?? "") }, address));
  } catch (error) {
    return { email, fields: explain(error) };
  }
  redirect(afterSignIn(form));
}

/** Only ever a page of ours: the fields are somebody else's words. */
function afterSignIn(form: FormData): Route {
  const invitation = form.get("invitation");
  if (typeof invitation === "string" && /^[\w-]{43}$/.test(invitation)) return `/invitation/${invitation}` as Route;
  return (returnPath(form.get("next")) ?? "/") as Route;
}

function explain(error: unknown): SignInState["fields"] {
  if (error instanceof AppError) return error.details.fields ?? { password: error.message };
  logger.error({ err: error }, "signing in failed");
  return {
    password: "Signing in does not work at the moment; nothing is wrong with your password. Try again in a minute.",
  };
}
