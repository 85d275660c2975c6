"use server";

import { cookies } from "next/headers";
import { themeCookie, themeSchema } from "./theme";

/** A matter of the browser, not of an organisation: anybody may set it, and it changes nothing but a cookie. */
export async function setTheme(form: FormData): Promise<void> {
  const theme = themeSchema.parse(form.get("theme"));
  (await cookies()).set(themeCookie, theme, {
    path: "/",
    maxAge: 365 * 24 * 60 * 60,
    sameSite: "lax",
    httpOnly: true,
  });
}
