import { Activity, Braces, MessageCircle, MessagesSquare, NotebookText, Plug, SlidersHorizontal } from "lucide-react";
import { ClerkIcon } from "@/components/bell";
import type { PanelSegment } from "./panel-pages";

const icons = {
  overview: NotebookText,
  conversations: MessagesSquare,
  assistant: ClerkIcon,
  plugins: Plug,
  whatsapp: MessageCircle,
  health: Activity,
  settings: SlidersHorizontal,
  api: Braces,
} as const;

export function PageIcon({ segment, className = "size-4" }: { segment: PanelSegment; className?: string }) {
  const Icon = icons[segment];
  return <Icon aria-hidden="true" className={`shrink-0 stroke-[1.75] ${className}`} />;
}
