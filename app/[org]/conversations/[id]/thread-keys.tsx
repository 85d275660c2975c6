"use client";

import { useEffect } from "react";
import { isSingleKey } from "@/components/single-keys";

/** I opens and closes a receipt, N a note, E says that the conversation is reviewed; Escape closes what is on top. */
export function ThreadKeys() {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key === "Escape") {
        if (closeTopmost()) event.preventDefault();
        return;
      }
      if (!isSingleKey(event)) return;
      const deed = deeds[event.key];
      if (!deed) return;
      event.preventDefault();
      deed();
    }
    // Before the list's own Escape, which would leave the thread.
    document.addEventListener("keydown", onKeyDown, { capture: true });
    return () => document.removeEventListener("keydown", onKeyDown, { capture: true });
  }, []);
  return null;
}

const deeds: Record<string, () => void> = {
  i: () => (find("[data-receipt-close]") ?? stub())?.click(),
  e: () => find("[data-review]")?.click(),
  n: openNote,
};

function find(selector: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(selector);
}

/** That of the message in focus, else of the last reply. */
function stub(): HTMLElement | undefined {
  const focused = document.activeElement?.closest("[data-message]")?.querySelector<HTMLElement>("[data-receipt]");
  return focused ?? [...document.querySelectorAll<HTMLElement>("[data-receipt]")].at(-1);
}

function openNote(): void {
  const composer = document.querySelector<HTMLDetailsElement>("[data-composer]");
  if (!composer) return;
  composer.open = true;
  composer.querySelector("textarea")?.focus();
}

/** A note that is being written stays in its field. */
function closeTopmost(): boolean {
  if (document.querySelector(":popover-open, dialog[open]")) return false;
  const composer = document.querySelector<HTMLDetailsElement>("[data-composer][open]");
  if (composer?.contains(document.activeElement)) {
    composer.open = false;
    composer.querySelector("summary")?.focus();
    return true;
  }
  const close = find("[data-receipt-close]");
  close?.click();
  return close !== null;
}
