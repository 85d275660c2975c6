"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { isSingleKey } from "@/components/single-keys";
import { listenForPanelDialogs, type PanelDialog } from "./panel-dialogs";
import { type PanelSegment, panelPages } from "./panel-pages";

// Read by the browser when somebody asks for them.
const Palette = lazy(() => import("./palette"));
const KeyboardHelp = lazy(() => import("./keyboard-help"));

/** So long a G waits for its letter. */
const chordMs = 1_500;

/** Keys that hold on every page: Ctrl K or ⌘ K, ?, and G with the letter of a page. */
export function PanelKeys({
  slug,
  segments,
  deskMenuId,
}: {
  slug: string;
  /** The pages that this member may open. */
  segments: PanelSegment[];
  deskMenuId: string;
}) {
  const router = useRouter();
  const [open, setOpen] = useState<PanelDialog | null>(null);
  // When G was pressed: a page that is read anew before its letter comes does not forget it.
  const gAt = useRef(Number.NEGATIVE_INFINITY);

  useEffect(() => listenForPanelDialogs(setOpen), []);
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setOpen("palette");
        return;
      }
      if (!isSingleKey(event)) return;
      const afterG = event.timeStamp - gAt.current < chordMs;
      if (event.key !== "Shift") gAt.current = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (afterG && event.key === "!") {
        event.preventDefault();
        document.getElementById(deskMenuId)?.showPopover();
      } else if (afterG) {
        const page = panelPages.find(({ letter }) => letter === event.key);
        if (!page || !segments.includes(page.segment)) return;
        event.preventDefault();
        router.push(`/${slug}/${page.segment}` as Route);
      } else if (event.key === "?") {
        event.preventDefault();
        setOpen("help");
      }
    }
    // Before the keys of what is on the page: after a G, an I leads to the API and opens no receipt.
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [router, slug, segments, deskMenuId]);

  return (
    <Suspense>
      {open === "palette" && (
        <Palette slug={slug} segments={segments} deskMenuId={deskMenuId} onClose={() => setOpen(null)} />
      )}
      {open === "help" && <KeyboardHelp onClose={() => setOpen(null)} />}
    </Suspense>
  );
}
