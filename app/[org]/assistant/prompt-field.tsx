"use client";

import { Braces } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "@/components/ui/button";
import { controlClass, FieldNote, noteOf } from "@/components/ui/field-frame";
import { Menu } from "@/components/ui/menu";
import { promptFields } from "@/lib/assistant/fill-fields";

/** A text with fields in it. Behind the words: fields are tinted, those that do not exist in red, and changed lines marked. */
export function PromptField({
  id,
  name,
  label,
  value,
  published,
  error,
  hint,
  minRows,
  onChange,
  onFocus,
  onBlur,
}: {
  id: string;
  name: string;
  label: string;
  value: string;
  /** What answers now: a line that it has not is marked. */
  published: string;
  error?: ReactNode;
  hint?: ReactNode;
  minRows: "tall" | "short";
  onChange(value: string): void;
  onFocus(): void;
  onBlur(): void;
}) {
  const known = new Set(published.split("\n").map((line) => line.trim()));
  const shape = `col-start-1 row-start-1 px-4 py-3 text-lead leading-6 [overflow-wrap:anywhere] whitespace-pre-wrap md:text-small md:leading-[1.3125rem] ${minRows === "tall" ? "min-h-56" : "min-h-20"}`;
  return (
    <div className="grid gap-1.5">
      <div className={`${controlClass(error)} grid overflow-hidden rounded-3!`}>
        <div aria-hidden="true" className={`${shape} pointer-events-none select-none text-transparent`}>
          {value.split("\n").map((line, index) => {
            const isNew = line.trim() !== "" && !known.has(line.trim());
            return (
              <div
                // biome-ignore lint/suspicious/noArrayIndexKey: a line is where it is
                key={index}
                className={`-mx-4 min-h-[1lh] px-4 ${isNew ? "bg-linear-to-r from-accent-soft to-70% to-transparent shadow-[inset_3px_0_0_var(--accent)]" : ""}`}
              >
                <Marked line={line} />
              </div>
            );
          })}
        </div>
        <textarea
          {...noteOf(id, { hint, error })}
          id={id}
          name={name}
          aria-label={label}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onFocus={onFocus}
          onBlur={onBlur}
          className={`${shape} resize-none overflow-hidden bg-transparent outline-none`}
        />
      </div>
      <FieldNote id={id} hint={hint} error={error} />
    </div>
  );
}

function Marked({ line }: { line: string }) {
  return line.split(/(\{\{\s*[\w.]*\s*\}\})/).map((part, index) => {
    const name = /^\{\{\s*([\w.]*)\s*\}\}$/.exec(part)?.[1];
    if (name === undefined) return part;
    const look = Object.hasOwn(promptFields, name)
      ? "bg-accent-soft shadow-[0_0_0_1px_var(--accent-line)]"
      : "bg-bad-soft shadow-[0_0_0_1px_var(--bad-line)]";
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a part is where it is
      <span key={index} className={`rounded-1 ${look}`}>
        {part}
      </span>
    );
  });
}

/** Puts a field where the cursor is. */
export function InsertField({ into, onInsert }: { into: string; onInsert(value: string): void }) {
  const trigger = useRef<HTMLButtonElement>(null);
  function insert(name: string) {
    const area = document.getElementById(into) as HTMLTextAreaElement | null;
    if (!area) return;
    const [start, end] = [area.selectionStart, area.selectionEnd];
    const text = `{{${name}}}`;
    onInsert(area.value.slice(0, start) + text + area.value.slice(end));
    // Once the menu has given the focus back, and the words are there.
    window.setTimeout(() => {
      area.focus();
      area.setSelectionRange(start + text.length, start + text.length);
    }, 50);
  }
  return (
    <Menu
      trigger={
        <Button ref={trigger} look="ghost" size="small" icon={<Braces aria-hidden="true" />}>
          Insert field
        </Button>
      }
      items={Object.entries(promptFields).map(([name, meaning]) => ({
        label: meaning,
        onSelect: () => insert(name),
      }))}
    />
  );
}
