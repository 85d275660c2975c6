import { cookies } from "next/headers";
import { createClock, type ViewerClock } from "@/components/create-clock";

export const timeZoneCookie = "tz";

/** Times as the viewer's own clock shows them: the browser says its time zone in a cookie (`TimeZoneCookie`). */
export async function viewerClock(): Promise<ViewerClock> {
  return createClock(await viewerTimeZone());
}

/** UTC until the browser has said otherwise, or when it said something that is no time zone. */
export async function viewerTimeZone(): Promise<string> {
  const timeZone = (await cookies()).get(timeZoneCookie)?.value;
  if (!timeZone) return "UTC";
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: decodeURIComponent(timeZone) }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}
