"use client";

import type { ComponentProps } from "react";
import { openPanelDialog, type PanelDialog } from "./panel-dialogs";

export function PanelDialogButton({ opens, ...rest }: ComponentProps<"button"> & { opens: PanelDialog }) {
  return <button {...rest} type="button" aria-haspopup="dialog" onClick={() => openPanelDialog(opens)} />;
}
