"use client";

import { ArrowDown } from "lucide-react";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";

/** Within this many pixels of the end somebody reads along. */
const endPx = 40;

/**
 * Shows the newest message first without any script, because its content grows from below. Who reads along stays at the
 * end; who has scrolled up keeps what they read where it is, and is told how many new messages there are.
 */
export function ThreadScroll({ newest, children }: { newest: string; children: ReactNode }) {
  const pane = useRef<HTMLElement>(null);
  const following = useRef(true);
  /** The last message that was seen, and where it stood: what is above and below it may change, it may not move. */
  const mark = useRef({ id: newest, top: 0 });
  const [unseen, setUnseen] = useState(0);

  // After every reading of the page, which may have added messages at either end.
  useLayoutEffect(() => {
    const { current } = pane;
    if (!current) return;
    if (following.current) {
      current.scrollTop = 0;
      mark.current.id = newest;
    } else {
      current.scrollTop += topOf(current, mark.current.id) - mark.current.top;
    }
    mark.current.top = topOf(current, mark.current.id);
    setUnseen(countAfter(current, mark.current.id));
  });

  function onScroll() {
    const { current } = pane;
    if (!current) return;
    // The pane is reversed: its end is at 0, and what lies above is negative.
    following.current = current.scrollTop > -endPx;
    if (following.current) {
      mark.current.id = newest;
      setUnseen(0);
    }
    mark.current.top = topOf(current, mark.current.id);
  }

  return (
    <div className="relative flex min-h-0 flex-1 flex-col bg-thread">
      <section
        ref={pane}
        onScroll={onScroll}
        aria-label="Thread"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="scroll-pane -outline-offset-2 focus-visible:-outline-offset-2 flex min-h-0 flex-1 flex-col-reverse [overflow-anchor:none]"
      >
        <div className="flex min-h-full flex-col justify-end px-3 pt-3.5 pb-2.5 md:px-5 md:pt-[18px] md:pb-3.5">
          {children}
        </div>
      </section>
      {unseen > 0 && (
        <button
          type="button"
          onClick={() => pane.current?.scrollTo({ top: 0 })}
          className="fade-in absolute bottom-3 left-1/2 flex h-8 -translate-x-1/2 items-center gap-1.5 rounded-full border border-line-strong bg-raised px-3 font-medium text-small shadow-2 hover:bg-hover"
        >
          <ArrowDown aria-hidden="true" className="size-3.5" />
          {unseen} new
        </button>
      )}
    </div>
  );
}

function topOf(pane: HTMLElement, id: string): number {
  const message = pane.querySelector(`[data-message="${id}"]`);
  return message ? message.getBoundingClientRect().top - pane.getBoundingClientRect().top : 0;
}

function countAfter(pane: HTMLElement, id: string): number {
  const ids = [...pane.querySelectorAll<HTMLElement>("[data-message]")].map((message) => message.dataset.message);
  return id ? ids.length - 1 - ids.lastIndexOf(id) : 0;
}
