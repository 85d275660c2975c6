"use client";

import { ImageOff } from "lucide-react";
import { useEffect, useRef, useState } from "react";

/** A picture in a box of fixed size, so that nothing moves when it arrives; in words when it does not. */
export function MessageImage({ src, sticker }: { src: string; sticker: boolean }) {
  const [missing, setMissing] = useState(false);
  const image = useRef<HTMLImageElement>(null);
  // It may have failed before there was anybody to be told.
  useEffect(() => setMissing(image.current?.complete === true && image.current.naturalWidth === 0), []);
  const box = `rounded-3 bg-sunken ${sticker ? "size-32" : "aspect-[4/3] w-full min-w-64 max-w-full"}`;
  if (missing) {
    return (
      <p className={`${box} grid content-center justify-items-center gap-2 p-4 text-center text-ink-2 text-meta`}>
        <ImageOff aria-hidden="true" className="size-5 stroke-[1.75] text-ink-3" />
        Twilio did not hand over this picture. It may have been deleted there.
      </p>
    );
  }
  return (
    <a href={src} target="_blank" rel="noreferrer" className={`block max-w-full ${sticker ? "w-fit" : ""}`}>
      {/* biome-ignore lint/performance/noImgElement: a private file of unknown size that passes through us once */}
      <img
        ref={image}
        src={src}
        alt={sticker ? "Sticker" : "From the customer"}
        loading="lazy"
        onError={() => setMissing(true)}
        className={`${box} ${sticker ? "object-contain" : "object-cover"}`}
      />
    </a>
  );
}
