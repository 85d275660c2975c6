import { Download, MapPin } from "lucide-react";
import type { MessageExtras, MessageRow } from "@/lib/conversations/schema";
import { MessageImage } from "./message-image";
import { messageKinds } from "./message-kinds";

/** The files of a message. They come through us, never from Twilio or its CDN; the boxes keep their size while loading. */
export function MessageMedia({ message, mediaPath }: { message: MessageRow; mediaPath: string }) {
  return message.media.map(({ contentType }, index) => {
    const src = `${mediaPath}/${message.id}/${index}`;
    // biome-ignore lint/suspicious/noArrayIndexKey: the index is the file's address
    return <File key={index} src={src} contentType={contentType} kind={message.kind} />;
  });
}

function File({ src, contentType, kind }: { src: string; contentType: string; kind: MessageRow["kind"] }) {
  const family = contentType.split("/")[0];
  if (family === "image") return <MessageImage src={src} sticker={kind === "sticker"} />;
  if (family === "audio") {
    // biome-ignore lint/a11y/useMediaCaption: a customer's voice note has no captions
    return <audio src={src} controls preload="none" className="h-11 w-64 max-w-full" aria-label="Voice note" />;
  }
  if (family === "video") {
    return (
      // biome-ignore lint/a11y/useMediaCaption: a customer's video has no captions
      <video
        src={src}
        controls
        preload="none"
        className="aspect-video w-72 max-w-full rounded-3 bg-sunken"
        aria-label="Video"
      />
    );
  }
  return <Attachment src={src} contentType={contentType} kind={kind} />;
}

function Attachment({ src, contentType, kind }: { src: string; contentType: string; kind: MessageRow["kind"] }) {
  const { word, Icon } = messageKinds[kind === "contacts" ? "contacts" : "document"];
  return (
    <a
      href={src}
      download
      className="flex w-64 max-w-full items-center gap-2.5 rounded-3 border border-line bg-surface px-3 py-2 hover:bg-hover"
    >
      <Icon aria-hidden="true" className="size-5 shrink-0 stroke-[1.75] text-ink-3" />
      <span className="min-w-0 flex-1">
        <span className="block font-medium text-small">{word}</span>
        <span className="block truncate text-ink-3 text-meta">{fileType(contentType)}</span>
      </span>
      <Download aria-hidden="true" className="size-4 shrink-0 stroke-[1.75] text-ink-2" />
      <span className="sr-only">Download</span>
    </a>
  );
}

const fileTypes: Record<string, string> = {
  "application/pdf": "PDF",
  "application/msword": "Word",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
  "text/vcard": "vCard",
  "text/x-vcard": "vCard",
};

function fileType(contentType: string): string {
  return fileTypes[contentType] ?? (contentType || "of an unknown type");
}

/** A place that the customer shared; the map opens elsewhere, and only when asked for. */
export function MessagePlace({ location }: { location: NonNullable<MessageExtras["location"]> }) {
  const { latitude, longitude, label, address } = location;
  const position = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return (
    <span className="flex items-start gap-2.5">
      <MapPin aria-hidden="true" className="mt-0.5 size-4.5 shrink-0 stroke-[1.75] text-ink-3" />
      <span className="min-w-0">
        <span className="block font-medium">{label || address || "A place"}</span>
        {label && address && <span className="block text-ink-2 text-small">{address}</span>}
        <a
          href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="link font-mono text-meta"
        >
          {position}
        </a>
      </span>
    </span>
  );
}
