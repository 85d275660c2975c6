"use client";

import * as RadixTooltip from "radix-ui/tooltip";
import type { ReactNode } from "react";

/** Names a control that is only an icon, on hover and focus. The control has its own `aria-label`: a phone shows no tooltips. */
export function Tooltip({ text, children }: { text: string; children: ReactNode }) {
  return (
    <RadixTooltip.Provider delayDuration={400}>
      <RadixTooltip.Root>
        <RadixTooltip.Trigger asChild>{children}</RadixTooltip.Trigger>
        <RadixTooltip.Portal>
          <RadixTooltip.Content
            sideOffset={6}
            collisionPadding={8}
            className="fade-in z-50 max-w-64 rounded-2 bg-ink px-2 py-1 text-meta text-surface shadow-2"
          >
            {text}
          </RadixTooltip.Content>
        </RadixTooltip.Portal>
      </RadixTooltip.Root>
    </RadixTooltip.Provider>
  );
}
