"use client";

import { Command } from "cmdk";
import { CornerDownLeft, Keyboard, LogOut, Monitor, Moon, OctagonX, Power, Search, Sun } from "lucide-react";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { type ReactNode, startTransition, useEffect, useRef, useState } from "react";
import { setTheme } from "@/app/set-theme";
import { Face } from "@/components/ui/face";
import { type FoundCustomer, findCustomers } from "./find-customers";
import { PageIcon } from "./page-icon";
import { openPanelDialog } from "./panel-dialogs";
import { type PanelSegment, panelPages } from "./panel-pages";

/** So long after the last letter the customers are asked for. */
const typingMs = 150;

/** Ctrl K: go to a page or a customer, or do something, by typing a part of its name. */
export default function Palette({
  slug,
  segments,
  deskMenuId,
  onClose,
}: {
  slug: string;
  segments: PanelSegment[];
  deskMenuId: string;
  onClose(): void;
}) {
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState("");
  const customers = useCustomers(slug, query.trim());
  useEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    opened?.querySelector("input")?.focus();
    return () => opened?.close();
  }, []);

  const pages = panelPages.filter(({ segment }) => segments.includes(segment));
  const go = (path: string) => () => then(() => router.push(path as Route));
  /** First the palette goes and the focus returns, then the deed is done. */
  function then(deed: () => void) {
    dialog.current?.close();
    deed();
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes, by the browser
    <dialog
      ref={dialog}
      aria-label="Search, go, do"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
      className="fade-in mx-auto mt-[12dvh] w-[min(600px,calc(100vw-24px))] max-w-none rounded-4 border border-line bg-raised p-0 text-ink shadow-3 backdrop:bg-scrim"
    >
      <Command label="Search, go, do" loop vimBindings={false}>
        <div className="flex items-center gap-2.5 border-line border-b px-4">
          <Search aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
          <Command.Input
            value={query}
            onValueChange={setQuery}
            placeholder="A page, a customer, something to do"
            className="h-12 min-w-0 flex-1 bg-transparent text-lead outline-none md:text-body"
          />
          <Key>esc</Key>
        </div>
        <Command.List className="scroll-pane max-h-[min(420px,60dvh)] p-1.5 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-ink-3 [&_[cmdk-group-heading]]:text-meta">
          <Command.Empty className="px-2.5 py-6 text-center text-ink-3 text-small">
            Nothing fits. Try a name, a number or a page.
          </Command.Empty>
          {customers.length > 0 && (
            <Command.Group heading="Customers" forceMount>
              {customers.map(({ conversationId, name, initials, address }) => (
                <Item
                  key={conversationId}
                  value={`customer ${conversationId}`}
                  shown
                  icon={<Face size="small">{initials}</Face>}
                  note={address}
                  onSelect={go(`/${slug}/conversations/${conversationId}`)}
                >
                  {name}
                </Item>
              ))}
            </Command.Group>
          )}
          <Command.Group heading="Go">
            {pages.map(({ segment, label, letter }) => (
              <Item
                key={segment}
                value={label}
                icon={<PageIcon segment={segment} />}
                keys={["G", letter.toUpperCase()]}
                onSelect={go(`/${slug}/${segment}`)}
              >
                {label}
              </Item>
            ))}
          </Command.Group>
          <Command.Group heading="Do">
            <Item
              value="Open or pause the desk"
              icon={<Power />}
              keys={["G", "!"]}
              onSelect={() => then(() => document.getElementById(deskMenuId)?.showPopover())}
            >
              Open or pause the desk
            </Item>
            <Item
              value="Kill switch fixed reply"
              icon={<OctagonX />}
              keys={["G", "!"]}
              onSelect={() => then(() => document.getElementById(deskMenuId)?.showPopover())}
            >
              Kill switch: one fixed reply to everybody
            </Item>
            {themes.map(({ theme, label, icon }) => (
              <Item key={theme} value={label} icon={icon} onSelect={() => then(() => chooseTheme(theme))}>
                {label}
              </Item>
            ))}
            <Item
              value="Keyboard keys help"
              icon={<Keyboard />}
              keys={["?"]}
              onSelect={() => then(() => openPanelDialog("help"))}
            >
              All keys
            </Item>
            <Item value="Sign out" icon={<LogOut />} onSelect={signOut}>
              Sign out
            </Item>
          </Command.Group>
        </Command.List>
      </Command>
    </dialog>
  );
}

const themes = [
  { theme: "light", label: "Light theme", icon: <Sun /> },
  { theme: "dark", label: "Dark theme", icon: <Moon /> },
  { theme: "system", label: "Theme of the system", icon: <Monitor /> },
];

/** The account menu's form: signing out loads a page anew, so that nothing of this one stays. */
function signOut(): void {
  document.querySelector<HTMLFormElement>('form[action="/sign-out"]')?.requestSubmit();
}

function chooseTheme(theme: string): void {
  const form = new FormData();
  form.set("theme", theme);
  startTransition(() => setTheme(form));
}

function Item({
  value,
  icon,
  note,
  keys = [],
  shown = false,
  onSelect,
  children,
}: {
  value: string;
  icon: ReactNode;
  note?: string;
  keys?: string[];
  /** Whatever is typed: the server has chosen it already. */
  shown?: boolean;
  onSelect(): void;
  children: ReactNode;
}) {
  return (
    <Command.Item
      value={value}
      forceMount={shown}
      onSelect={onSelect}
      className="group/item flex min-h-10 cursor-pointer items-center gap-2.5 rounded-2 px-2.5 text-small data-[selected=true]:bg-accent-soft [&>svg]:size-4 [&>svg]:stroke-[1.75] [&>svg]:text-ink-3"
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {note && <span className="text-ink-3 text-meta whitespace-nowrap">{note}</span>}
      <span className="flex gap-1">
        {keys.map((key) => (
          <Key key={key}>{key}</Key>
        ))}
      </span>
      <CornerDownLeft aria-hidden="true" className="invisible size-3.5! group-data-[selected=true]/item:visible" />
    </Command.Item>
  );
}

function Key({ children }: { children: string }) {
  return (
    <kbd className="rounded-1 border border-line-strong border-b-2 bg-surface px-1 py-px font-medium font-sans text-ink-3 text-micro">
      {children}
    </kbd>
  );
}

/** Who fits what is typed; an answer that a newer one has overtaken is dropped. */
function useCustomers(slug: string, query: string): FoundCustomer[] {
  const [customers, setCustomers] = useState<FoundCustomer[]>([]);
  useEffect(() => {
    if (query.length < 2) {
      setCustomers([]);
      return;
    }
    let current = true;
    const timer = window.setTimeout(async () => {
      const found = await findCustomers(slug, null, { q: query });
      if (current) setCustomers(found.ok ? found.data : []);
    }, typingMs);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [slug, query]);
  return customers;
}
