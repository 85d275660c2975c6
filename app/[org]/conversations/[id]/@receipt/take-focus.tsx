"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** The title of what has just been opened by hand gets the focus; once it is closed, that goes back where it came from. */
export function TakeFocus({ children }: { children: ReactNode }) {
  const around = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    // Nobody opened anything on a page that begins with it.
    if (!(before instanceof HTMLElement) || before === document.body) return;
    around.current?.querySelector<HTMLElement>("[tabindex]")?.focus({ preventScroll: true });
    return () => {
      // By what it leads to: the page has been read again since, and its elements may be others.
      const again = before.isConnected ? before : document.querySelector<HTMLElement>("[data-receipt]");
      again?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <span ref={around} className="contents">
      {children}
    </span>
  );
}
