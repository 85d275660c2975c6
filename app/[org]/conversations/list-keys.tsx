"use client";

import type { Route } from "next";
import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { isSingleKey } from "@/components/single-keys";

/** J and K walk through the list, Enter opens, X selects, Escape leaves a thread, / searches. */
export function ListKeys({ listPath }: { listPath: string }) {
  const router = useRouter();
  const path = usePathname();
  const pathBefore = useRef(path);

  // Another thread makes another list: the focus returns to the row that was opened, or left.
  useEffect(() => {
    const left = pathBefore.current?.split("/").at(-1);
    pathBefore.current = path;
    if (document.activeElement !== document.body) return;
    const row = document.querySelector("[data-row][aria-current]") ?? document.querySelector(`[data-row="${left}"]`);
    if (row instanceof HTMLElement) row.focus({ preventScroll: true });
  }, [path]);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (!isSingleKey(event)) return;
      if (event.key === "j" || event.key === "k") {
        event.preventDefault();
        walk(event.key === "j" ? 1 : -1);
      } else if (event.key === "x") {
        document.activeElement?.closest("li")?.querySelector<HTMLInputElement>("[data-select]")?.click();
      } else if (event.key === "/") {
        event.preventDefault();
        document.querySelector<HTMLInputElement>("[data-search]")?.select();
        document.querySelector<HTMLInputElement>("[data-search]")?.focus();
      } else if (event.key === "Escape" && isThreadAlone()) {
        // With what is searched and filtered.
        const { search } = window.location;
        router.push(`${listPath}${search}` as Route);
      }
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [router, listPath]);
  return null;
}

function walk(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const here = rows.indexOf(document.activeElement as HTMLElement);
  const current = here >= 0 ? here : rows.findIndex((row) => row.hasAttribute("aria-current"));
  const next = current < 0 ? 0 : Math.min(Math.max(current + step, 0), rows.length - 1);
  rows[next]?.focus();
}

/** A thread is open and nothing is on top of it, which Escape would close first. */
function isThreadAlone(): boolean {
  return (
    document.querySelector("[data-thread]") !== null &&
    !document.querySelector(":popover-open, [data-receipt-pane], details[data-composer][open]")
  );
}
