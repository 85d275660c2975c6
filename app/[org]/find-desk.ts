import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { cache } from "react";
import { memberNames } from "@/lib/auth/member-names";
import type { TenantDatabase } from "@/lib/db/for-organization";
import { sandboxNumber } from "@/lib/twilio/sandbox-number";

export interface Desk {
  /** As people write it. */
  number: string;
  /** The published version, which answers; null before the first. */
  version: number | null;
  /** The assistant answers nobody: it is paused, or the kill switch is on. Null while it answers. */
  off: { mode: "paused" | "fixed"; since: Date | null; by: string | null; text: string } | null;
  /** What customers were sent in the last pause, and by the kill switch: the suggestions for the next time. */
  lastPauseText: string;
  lastFixedText: string;
  /** Twilio's shared test number, which a customer has to join first. */
  isSandbox: boolean;
}

/** What the desk plate says; null before a WhatsApp number is connected. Asked once a request. */
export const findDesk = cache(async (db: TenantDatabase): Promise<Desk | null> => {
  const app = await db.whatsAppApp.findFirst({
    where: { disconnectedAt: null },
    select: {
      number: true,
      mode: true,
      pausedAt: true,
      pausedById: true,
      pausedText: true,
      fixedText: true,
      publishedVersion: { select: { number: true, fallbackText: true } },
    },
  });
  if (!app) return null;
  const number = parsePhoneNumberFromString(app.number)?.formatInternational() ?? app.number;
  const { mode, pausedAt: since } = app;
  const lastPauseText = app.pausedText ?? "";
  const lastFixedText = app.fixedText ?? app.publishedVersion?.fallbackText ?? "";
  const text = mode === "fixed" ? lastFixedText : lastPauseText;
  return {
    number,
    version: app.publishedVersion?.number ?? null,
    off: mode === "open" ? null : { mode, since, by: await findName(db, app), text },
    lastPauseText,
    lastFixedText,
    isSandbox: app.number === sandboxNumber,
  };
});

async function findName(db: TenantDatabase, { pausedById }: { pausedById: string | null }): Promise<string | null> {
  return pausedById && (await memberNames(db, [pausedById]))(pausedById);
}
