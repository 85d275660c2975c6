import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { TimeZoneCookie } from "@/app/time-zone-cookie";
import { timeZoneCookie, viewerTimeZone } from "@/app/viewer-clock";
import { Wordmark } from "@/components/bell";
import { KeyRack } from "./key-rack";

/** Every page before the panel: one form, and the rack of keys beside it; above it on a phone. */
export async function DeskFront({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col-reverse justify-end bg-surface md:grid md:grid-cols-[minmax(0,1fr)_minmax(0,1.02fr)]">
      <main className="flex flex-1 flex-col px-5 pt-5 pb-8 md:px-10 md:pt-8 md:pb-10">
        <Wordmark />
        <div className="mx-auto my-6 grid w-full max-w-[416px] gap-[18px] md:m-auto">
          <h1 className="font-semibold text-[1.75rem] leading-[2.125rem] tracking-[-0.025em] md:text-display">
            {title}
          </h1>
          {lead && <p className="-mt-2 text-ink-2 text-read [overflow-wrap:anywhere]">{lead}</p>}
          {children}
        </div>
      </main>
      <div className="relative h-[156px] shrink-0 overflow-hidden bg-plate shadow-[inset_0_0_0_1px_var(--plate-line)] md:sticky md:top-2 md:my-2 md:mr-2 md:h-[calc(100dvh-16px)] md:rounded-4">
        <KeyRack />
      </div>
      <TimeZoneCookie known={await knownTimeZone()} />
    </div>
  );
}

/** Null until the browser has said it. */
export async function knownTimeZone(): Promise<string | null> {
  return (await cookies()).has(timeZoneCookie) ? viewerTimeZone() : null;
}
