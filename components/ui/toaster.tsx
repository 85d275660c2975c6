"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { listenForToasts, type Toast } from "./toast";

// Read by the browser when there is something to say for the first time.
const ToastList = lazy(() => import("./toast-list"));

/** Where toasts appear; the panel's layout has it once. */
export function Toaster() {
  const [toasts, setToasts] = useState<Toast[]>([]);
  useEffect(() => listenForToasts((said) => setToasts((before) => [...before.slice(-2), said])), []);
  if (toasts.length === 0) return null;
  return (
    <Suspense>
      <ToastList toasts={toasts} onGone={(id) => setToasts((before) => before.filter((toast) => toast.id !== id))} />
    </Suspense>
  );
}
