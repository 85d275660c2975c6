"use client";

export interface Toast {
  id: number;
  text: string;
  tone: "done" | "failed";
  undo: (() => void) | undefined;
}

type Listener = (toast: Toast) => void;

let nextId = 1;
let listener: Listener | null = null;
/** What was said before the list was there to show it. */
let early: Toast[] = [];

/**
 * Says at the bottom left, for 6 s, that something is done, can be undone, or failed where no field is to blame. The
 * error of a field stands beside the field instead.
 */
export function toast(text: string, { undo, failed = false }: { undo?: () => void; failed?: boolean } = {}): void {
  const said: Toast = { id: nextId++, text, tone: failed ? "failed" : "done", undo };
  if (listener) listener(said);
  else early.push(said);
}

/** For the one `Toaster` of the panel. */
export function listenForToasts(show: Listener): () => void {
  listener = show;
  for (const said of early) show(said);
  early = [];
  return () => {
    listener = null;
  };
}
