"use client";

import type { Route } from "next";
import Link from "next/link";
import * as DropdownMenu from "radix-ui/dropdown-menu";
import type { ReactNode } from "react";

export interface MenuItem {
  label: string;
  /** A link, or something to do. */
  href?: string;
  onSelect?: () => void;
  icon?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  shortcut?: string;
}

/** What can be done, behind one button. "separator" rules a line between groups. */
export function Menu({
  trigger,
  items,
  align = "end",
}: {
  trigger: ReactNode;
  items: (MenuItem | "separator")[];
  align?: "start" | "end";
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="fade-in z-40 grid max-h-(--radix-dropdown-menu-content-available-height) min-w-44 max-w-80 overflow-auto rounded-3 border border-line bg-raised p-1.5 text-ink text-small shadow-2"
        >
          {items.map((item, index) =>
            item === "separator" ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name
              <DropdownMenu.Separator key={index} className="-mx-1.5 my-1.5 border-line border-t" />
            ) : (
              <Item key={item.label} item={item} />
            ),
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({ item: { label, href, onSelect, icon, danger, disabled, shortcut } }: { item: MenuItem }) {
  const inside = (
    <>
      {icon}
      <span className="flex-1">{label}</span>
      {shortcut && <kbd className="font-sans text-ink-3 text-meta">{shortcut}</kbd>}
    </>
  );
  return (
    <DropdownMenu.Item
      asChild={href !== undefined}
      disabled={disabled}
      onSelect={onSelect}
      className={`flex min-h-(--control) cursor-pointer items-center gap-2.5 rounded-2 px-2 outline-none data-disabled:cursor-not-allowed data-disabled:text-ink-off data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:stroke-[1.75] ${danger ? "text-bad-ink" : "[&_svg]:text-ink-3"}`}
    >
      {href === undefined ? inside : <Link href={href as Route}>{inside}</Link>}
    </DropdownMenu.Item>
  );
}
