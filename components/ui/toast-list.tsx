"use client";

import { Check, CircleAlert, X } from "lucide-react";
import * as RadixToast from "radix-ui/toast";
import type { Toast } from "./toast";

const shownMs = 6_000;

/** The toasts that are shown: they stay while the pointer or the focus is on them, F8 goes to them. */
export default function ToastList({ toasts, onGone }: { toasts: Toast[]; onGone(id: number): void }) {
  return (
    <RadixToast.Provider duration={shownMs} swipeDirection="left" label="Message">
      {toasts.map((toast) => (
        <OneToast key={toast.id} toast={toast} onGone={() => onGone(toast.id)} />
      ))}
      <RadixToast.Viewport className="fixed bottom-4 left-4 z-50 grid w-[min(360px,calc(100vw-32px))] gap-2 outline-none max-md:bottom-[76px]" />
    </RadixToast.Provider>
  );
}

function OneToast({ toast: { text, tone, undo }, onGone }: { toast: Toast; onGone(): void }) {
  const Icon = tone === "failed" ? CircleAlert : Check;
  return (
    <RadixToast.Root
      type={tone === "failed" ? "foreground" : "background"}
      onOpenChange={(open) => !open && onGone()}
      className={`fade-in flex items-start gap-2.5 rounded-3 py-2.5 pr-2 pl-3 text-small shadow-3 ${tone === "failed" ? "bg-bad text-on-bad" : "bg-ink text-surface"}`}
    >
      <Icon aria-hidden="true" className="mt-1 size-4 shrink-0" />
      <RadixToast.Description className="min-w-0 flex-1 py-0.5 [overflow-wrap:anywhere]">{text}</RadixToast.Description>
      {undo && (
        <RadixToast.Action altText="Undo" onClick={undo} className="px-1 font-medium underline underline-offset-3">
          Undo
        </RadixToast.Action>
      )}
      <RadixToast.Close aria-label="Close" className="grid size-6 shrink-0 place-items-center rounded-1">
        <X aria-hidden="true" className="size-3.5" />
      </RadixToast.Close>
    </RadixToast.Root>
  );
}
