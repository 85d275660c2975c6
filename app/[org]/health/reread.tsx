"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const everyMs = 60_000;

/** Reads the page again each minute while it is looked at, and when somebody comes back to it later than that. */
export function Reread() {
  const router = useRouter();
  useEffect(() => {
    let readAt = Date.now();
    const reread = () => {
      if (document.hidden || Date.now() - readAt < everyMs - 1_000) return;
      readAt = Date.now();
      router.refresh();
    };
    const timer = window.setInterval(reread, everyMs);
    document.addEventListener("visibilitychange", reread);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener("visibilitychange", reread);
    };
  }, [router]);
  return null;
}
