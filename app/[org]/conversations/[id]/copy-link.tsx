"use client";

import { Link2 } from "lucide-react";
import type { ReactNode } from "react";
import { toast } from "@/components/ui/toast";

/** Puts an address of the panel on the clipboard, whole. */
export function CopyLink({ path, className, children }: { path: string; className: string; children: ReactNode }) {
  async function copy(): Promise<void> {
    const address = new URL(path, window.location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      toast("Link copied");
    } catch {
      toast("The browser did not let us copy. Take the address from its address bar.", { failed: true });
    }
  }
  return (
    <button type="button" onClick={() => void copy()} className={className}>
      <Link2 aria-hidden="true" />
      {children}
    </button>
  );
}
