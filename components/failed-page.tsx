"use client";

import type { ReactNode } from "react";
import { Button } from "./ui/button";

/** Says what failed, what it means, and offers the next try; the number finds the entry in the log. */
export function FailedPage({
  error,
  retry,
  title,
  children,
}: {
  error: unknown;
  retry: () => void;
  title: string;
  children: ReactNode;
}) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  return (
    <section role="alert" className="grid min-h-0 flex-1 content-center justify-items-center gap-3 p-6 text-center">
      <h2 className="font-semibold text-title">{title}</h2>
      <p className="max-w-96 text-ink-2">{children}</p>
      <Button onClick={retry}>Try again</Button>
      {digest && (
        <p className="text-ink-3 text-meta">
          For the operator: <code className="font-mono">{digest}</code>
        </p>
      )}
    </section>
  );
}
