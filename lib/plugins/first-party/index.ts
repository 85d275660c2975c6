import { calendarHours } from "./calendar-hours/plugin";
import { contact } from "./contact/plugin";
import type { FirstPartyPlugin } from "./first-party-plugin";
import { handoff } from "./handoff/plugin";
import { whatsapp } from "./whatsapp/plugin";

/** All plugins of our own, in the order in which the panel lists them. */
export const firstPartyPlugins: FirstPartyPlugin[] = [whatsapp, handoff, contact, calendarHours];
