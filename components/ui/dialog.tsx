"use client";

import { X } from "lucide-react";
import { type ComponentProps, type MouseEvent, type ReactNode, use, useEffect, useId, useRef, useState } from "react";
import { Button } from "./button";
import { CloseDialogContext } from "./close-dialog-context";

export interface DialogProps {
  /** A button; pressing it opens. Leave it out where `open` is given. */
  trigger?: ReactNode;
  title: ReactNode;
  description?: ReactNode;
  /** Below the children, to the right. */
  footer?: ReactNode;
  children?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  width?: keyof typeof widths;
}

const widths = { normal: "md:w-[440px]", wide: "md:w-[640px]" } as const;

/**
 * Over the page until it is answered or left: the browser's own modal dialog, which keeps the focus inside, closes with
 * Escape and gives the focus back. What is in it is made anew each time it opens.
 */
export function Dialog({ trigger, open: givenOpen, onOpenChange, ...rest }: DialogProps) {
  const [ownOpen, setOwnOpen] = useState(false);
  const open = givenOpen ?? ownOpen;
  const setOpen = (next: boolean) => {
    setOwnOpen(next);
    onOpenChange?.(next);
  };
  return (
    <>
      {trigger && <Trigger onOpen={() => setOpen(true)}>{trigger}</Trigger>}
      {open && <OpenDialog {...rest} onClose={() => setOpen(false)} />}
    </>
  );
}

const answerFields = "input:not([type=hidden], [type=checkbox]), textarea, select, [data-answers] button";

function OpenDialog({
  title,
  description,
  footer,
  children,
  width = "normal",
  onClose,
}: Omit<DialogProps, "trigger" | "open" | "onOpenChange"> & { onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    // Where the answer is given, and not on the cross.
    opened?.querySelector<HTMLElement>(answerFields)?.focus();
    // Closing it, and not only taking it away, gives the focus back.
    return () => opened?.close();
  }, []);

  // A press that begins and ends on the backdrop; one that selects text and slips out of the dialog does not close it.
  const pressedOutside = useRef(false);
  const isBackdrop = (event: MouseEvent) => event.target === dialog.current;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes, by the browser
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      onMouseDown={(event) => {
        pressedOutside.current = isBackdrop(event);
      }}
      onClick={(event) => {
        event.stopPropagation();
        if (pressedOutside.current && isBackdrop(event)) dialog.current?.close();
      }}
      className={`fade-in m-auto max-h-[calc(100dvh-32px)] w-[calc(100vw-32px)] max-w-none overflow-auto rounded-4 border border-line bg-raised p-0 text-body text-ink shadow-3 backdrop:bg-scrim ${widths[width]}`}
    >
      <CloseDialogContext value={() => dialog.current?.close()}>
        <div className="grid gap-4 p-5">
          <header className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1">
            <h2 id={titleId} className="font-semibold text-head [overflow-wrap:anywhere]">
              {title}
            </h2>
            <button
              type="button"
              aria-label="Close"
              onClick={() => dialog.current?.close()}
              className="-mt-1 -mr-1.5 grid size-(--control-sm) place-items-center rounded-2 text-ink-3 hover:bg-hover hover:text-ink"
            >
              <X aria-hidden="true" className="size-4" />
            </button>
            {description && <div className="col-span-2 text-ink-2 text-small">{description}</div>}
          </header>
          {children}
          {footer && <DialogActions>{footer}</DialogActions>}
        </div>
      </CloseDialogContext>
    </dialog>
  );
}

/** The row of buttons at the end of a dialog, or of a form in it. */
export function DialogActions({ children }: { children: ReactNode }) {
  return (
    <div data-answers="" className="flex flex-wrap items-center justify-end gap-2 pt-1">
      {children}
    </div>
  );
}

/** Closes the dialog that it stands in and changes nothing. */
export function DialogClose({ children = "Cancel", ...rest }: ComponentProps<typeof Button>) {
  const close = use(CloseDialogContext);
  return (
    <Button look="ghost" {...rest} onClick={() => close?.()}>
      {children}
    </Button>
  );
}

/** Around whatever button it was given, also one that the server has made. */
function Trigger({ onOpen, children }: { onOpen(): void; children: ReactNode }) {
  const around = useRef<HTMLSpanElement>(null);
  useEffect(() => around.current?.querySelector("button")?.setAttribute("aria-haspopup", "dialog"), []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside takes keys and focus
    // biome-ignore lint/a11y/useKeyWithClickEvents: a key on the button arrives here as a click
    <span ref={around} className="contents" onClick={onOpen}>
      {children}
    </span>
  );
}
