import type { Permission } from "@/lib/auth/permissions";

interface PanelPage {
  segment: string;
  label: string;
  /** Follows G. */
  letter: string;
  /** Pages of one group stand together in the sidebar. */
  group: number;
  /** Who has no right to it is shown no way to it. */
  permission: Permission;
}

/** The pages of the panel, in the order of the sidebar. */
export const panelPages = [
  { segment: "overview", label: "Overview", letter: "o", group: 0, permission: "read-overview" },
  { segment: "conversations", label: "Conversations", letter: "c", group: 0, permission: "read-conversations" },
  { segment: "assistant", label: "Assistant", letter: "a", group: 1, permission: "read-assistant" },
  { segment: "plugins", label: "Plugins", letter: "l", group: 1, permission: "read-assistant" },
  { segment: "whatsapp", label: "WhatsApp", letter: "w", group: 2, permission: "configure" },
  { segment: "health", label: "Health", letter: "h", group: 2, permission: "read-health" },
  { segment: "settings", label: "Team & settings", letter: "s", group: 3, permission: "read-conversations" },
  { segment: "api", label: "API", letter: "i", group: 3, permission: "read-conversations" },
] as const satisfies PanelPage[];

export type PanelSegment = (typeof panelPages)[number]["segment"];

/** Those in the tab bar of a phone; the others are behind More. */
export const tabSegments: readonly PanelSegment[] = ["overview", "conversations", "assistant", "health"];
