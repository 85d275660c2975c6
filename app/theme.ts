import { cookies } from "next/headers";
import { z } from "zod";

export const themes = ["light", "dark", "system"] as const;
export type Theme = (typeof themes)[number];

export const themeCookie = "theme";
export const themeSchema = z.enum(themes).catch("system");

/** What the viewer chose; set on the server, so that no page flashes in the other one. */
export async function readTheme(): Promise<Theme> {
  return themeSchema.parse((await cookies()).get(themeCookie)?.value);
}
