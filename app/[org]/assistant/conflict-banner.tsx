"use client";

import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { FormField } from "./draft-form";
import type { Draft } from "./use-draft";

/** Somebody changed the same as you: both are shown, and one is chosen. */
export function ConflictBanner({ draft, field }: { draft: Draft; field: FormField }) {
  const conflict = draft.conflicts[field];
  if (!conflict) return null;
  const settle = (choice: "mine" | "theirs") => {
    draft.settle(field, choice);
    if (field === "enabledTools" && draft.conflicts.enabledPluginIds) draft.settle("enabledPluginIds", choice);
  };
  const who = conflict.by ?? "You, in another window,";
  return (
    <Banner
      tone="brass"
      alert
      title={`${who} changed the same ${field === "systemPrompt" ? "lines" : "field"} at ${conflict.at}.`}
      action={
        <span className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => settle("theirs")}>
            Take theirs
          </Button>
          <Button size="small" look="primary" onClick={() => settle("mine")}>
            Keep mine
          </Button>
        </span>
      }
    >
      Yours is kept below; choose one.
      <details className="mt-1">
        <summary className="text-accent-ink">Show theirs</summary>
        <pre className="mt-1 max-h-40 overflow-auto whitespace-pre-wrap font-sans">
          {inWords(field, conflict.theirs)}
        </pre>
      </details>
    </Banner>
  );
}

function inWords(field: FormField, theirs: unknown): string {
  if (typeof theirs === "string") return theirs;
  // Plugins have ids that nobody reads: their tools' names tell enough.
  if (field === "enabledTools")
    return (
      Object.values(theirs as Record<string, string[]>)
        .flat()
        .join(", ") || "No tools"
    );
  return JSON.stringify(theirs, null, 1);
}
