"use client";

import * as RadixPopover from "radix-ui/popover";
import type { ReactNode } from "react";

/** Something small beside its button; the page stays usable. Closes with Escape or a press outside. */
export function Popover({
  trigger,
  label,
  align = "end",
  children,
}: {
  trigger: ReactNode;
  /** What it is, for readers. */
  label: string;
  align?: "start" | "center" | "end";
  children: ReactNode;
}) {
  return (
    <RadixPopover.Root>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="fade-in z-40 max-h-(--radix-popover-content-available-height) max-w-[min(400px,calc(100vw-16px))] overflow-auto rounded-3 border border-line bg-raised p-3 text-ink text-small shadow-2"
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
