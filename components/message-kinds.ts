import {
  CircleHelp,
  ContactRound,
  FileText,
  Image,
  type LucideIcon,
  MapPin,
  Mic,
  MousePointerClick,
  Sticker,
  Video,
} from "lucide-react";
import type { MessageKind } from "@/lib/conversations/schema";

/** What to call a message that is more than words, and its sign. */
export const messageKinds: Record<Exclude<MessageKind, "text">, { word: string; Icon: LucideIcon }> = {
  image: { word: "Photo", Icon: Image },
  audio: { word: "Voice note", Icon: Mic },
  video: { word: "Video", Icon: Video },
  document: { word: "Document", Icon: FileText },
  sticker: { word: "Sticker", Icon: Sticker },
  location: { word: "Place", Icon: MapPin },
  contacts: { word: "Contact card", Icon: ContactRound },
  button: { word: "Chose", Icon: MousePointerClick },
  unsupported: { word: "A kind of message that Twilio does not hand over", Icon: CircleHelp },
};
