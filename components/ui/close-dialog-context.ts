"use client";

import { createContext } from "react";

/** Closes the dialog that something stands in; null outside of one. */
export const CloseDialogContext = createContext<(() => void) | null>(null);
