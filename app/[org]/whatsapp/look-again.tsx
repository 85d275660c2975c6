"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Reads the page again every `everyMs` while it is looked at: for what somebody waits for. */
export function LookAgain({ everyMs }: { everyMs: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = window.setInterval(() => !document.hidden && router.refresh(), everyMs);
    return () => window.clearInterval(timer);
  }, [router, everyMs]);
  return null;
}
