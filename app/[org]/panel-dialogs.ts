"use client";

export type PanelDialog = "palette" | "help";

let listener: ((dialog: PanelDialog) => void) | null = null;

/** Opens the palette or the list of keys from wherever a button for it stands. */
export function openPanelDialog(dialog: PanelDialog): void {
  listener?.(dialog);
}

/** For the one `PanelKeys` of the panel. */
export function listenForPanelDialogs(open: (dialog: PanelDialog) => void): () => void {
  listener = open;
  return () => {
    listener = null;
  };
}
