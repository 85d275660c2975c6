import { ChevronDown } from "lucide-react";
import { viewerClock } from "@/app/viewer-clock";
import { Bell } from "@/components/bell";
import type { ViewerClock } from "@/components/create-clock";
import type { TenantDatabase } from "@/lib/db/for-organization";
import { type Desk, findDesk } from "./find-desk";

/** How far the guided set-up has come; only until the desk is open. */
export interface SetupProgress {
  done: number;
  steps: number;
}

export const deskMenuId = "desk-menu";

/** Whether the desk answers, and with which version; opens the menu with its switches. */
export function DeskPlate({
  desk,
  setup,
  clock,
}: {
  desk: Desk | null;
  setup: SetupProgress | null;
  clock: ViewerClock;
}) {
  const { title, note: usual, state } = describeDesk(desk, clock);
  const note = setup ? `set-up: ${setup.done} of ${setup.steps} done` : usual;
  return (
    <button
      type="button"
      popoverTarget={deskMenuId}
      className={`grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-2.5 rounded-3 py-2.5 pr-2.5 pl-3 text-left ${state === "open" ? "bg-plate text-plate-ink shadow-[inset_0_0_0_1px_var(--plate-line),var(--lift-1)]" : "border border-edge border-dashed hover:bg-ink/5"}`}
    >
      <Bell className={`row-span-2 size-[22px] ${state === "open" ? "text-plate-brass" : "text-ink-3"}`} />
      <b className="truncate text-small leading-[1.125rem]">{title}</b>
      <ChevronDown
        aria-hidden="true"
        className={`row-span-2 size-3.5 ${state === "open" ? "text-plate-ink-2" : "text-ink-3"}`}
      />
      <small className={`col-start-2 truncate text-meta ${state === "open" ? "text-plate-ink-2" : "text-ink-3"}`}>
        {note}
      </small>
    </button>
  );
}

/** The same on a phone, at the head of a page. */
export async function DeskBadge({ db }: { db: TenantDatabase }) {
  const { note, state, short } = describeDesk(await findDesk(db), await viewerClock());
  return (
    <button
      type="button"
      popoverTarget={deskMenuId}
      title={note}
      className={`flex h-[34px] shrink-0 items-center gap-1.5 rounded-full pr-[11px] pl-[9px] font-medium text-small md:hidden ${state === "open" ? "bg-plate text-plate-ink" : "border border-edge border-dashed text-ink-2"}`}
    >
      <Bell className={`size-[18px] ${state === "open" ? "text-plate-brass" : "text-ink-3"}`} />
      <span>
        <span className="sr-only">Desk: </span>
        {short}
      </span>
    </button>
  );
}

export function describeDesk(desk: Desk | null, clock: ViewerClock) {
  if (!desk?.version) {
    const note = desk ? "no version is published" : "no WhatsApp number yet";
    return { state: "closed", title: "Not open yet", short: "Closed", note } as const;
  }
  if (desk.off?.mode === "fixed") {
    const { since, by } = desk.off;
    const title = by ? `Kill switch by ${by.split(" ")[0]}` : "Kill switch on";
    const note = since ? `fixed reply, ${clock.short(since)}` : "fixed reply";
    return { state: "fixed", title, short: "Fixed", note } as const;
  }
  if (desk.off) {
    const { since, by } = desk.off;
    const title = by ? `Paused by ${by.split(" ")[0]}` : "Paused";
    const note = since ? `messages kept, ${clock.short(since)}` : "messages are kept";
    return { state: "paused", title, short: "Paused", note } as const;
  }
  return { state: "open", title: "Desk open", short: "Open", note: `v${desk.version} answers` } as const;
}
