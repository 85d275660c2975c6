"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { buttonClass, type Look } from "./button";

const saidMs = 2_000;

/** Puts `value` on the clipboard and says "Copied" for 2 s, also to a reader. Selects it where the clipboard is closed to us. */
export function CopyButton({
  text,
  label = "Copy",
  look = "secondary",
  size = "small",
  className = "",
}: Look & { text: string; label?: string; className?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = window.setTimeout(() => setCopied(false), saidMs);
    return () => window.clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      onClick={() => void copy(text).then(setCopied)}
      className={`${buttonClass({ look, size })} ${copied ? "text-ok-ink" : ""} ${className}`}
    >
      <Icon aria-hidden="true" className="size-3.5!" />
      {/* Both words keep their room, so that nothing moves. */}
      <span aria-hidden="true" className="grid *:[grid-area:1/1]">
        <span className={copied ? "invisible" : ""}>{label}</span>
        <span className={copied ? "" : "invisible"}>Copied</span>
      </span>
      <span aria-live="polite" className="sr-only">
        {copied ? "Copied" : label}
      </span>
    </button>
  );
}

/** False where the browser does not let us: on an address without TLS that is not this machine. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
