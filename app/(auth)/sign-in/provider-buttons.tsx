"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";

/**
 * Sign-in elsewhere, for the providers that this installation has. Fetched rather than sent as a form: the page's policy
 * lets forms go to our own address only, also when that one sends the browser on.
 */
export function ProviderButtons({
  providers,
  next,
}: {
  providers: { id: string; name: string }[];
  next: string | null;
}) {
  const [busy, setBusy] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  if (providers.length === 0) return null;

  async function go(id: string) {
    setBusy(id);
    setFailed(false);
    try {
      window.location.assign(await addressOf(id, next ?? "/"));
    } catch {
      setBusy(null);
      setFailed(true);
    }
  }

  return (
    <div className="grid gap-2.5 border-line border-t pt-4">
      {providers.map(({ id, name }) => (
        <Button key={id} type="button" size="large" busy={busy === id} onClick={() => void go(id)} className="w-full">
          Continue with {name}
        </Button>
      ))}
      {failed && (
        <p role="alert" className="text-bad-ink text-meta">
          Frontdesk did not answer. Try again.
        </p>
      )}
    </div>
  );
}

/** Where the provider signs people in, from next-auth's own protocol (next-auth 4, `signIn` of its client). */
async function addressOf(provider: string, callbackUrl: string): Promise<string> {
  const { csrfToken } = await (await fetch("/api/auth/csrf")).json();
  const response = await fetch(`/api/auth/signin/${provider}`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, callbackUrl, json: "true" }),
  });
  return (await response.json()).url;
}
