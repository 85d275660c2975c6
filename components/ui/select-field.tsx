"use client";

import { ChevronsUpDown } from "lucide-react";
import type { ComponentProps } from "react";
import { controlClass, FieldFrame, type FieldTexts, noteOf } from "./field-frame";
import { useField } from "./form-state";

/** The browser's own list to choose from; `<option>`s are the children. */
export function SelectField({
  name,
  id: givenId,
  label,
  hint,
  error: givenError,
  defaultValue,
  mono = false,
  className,
  children,
  ...rest
}: Omit<ComponentProps<"select">, "name"> & FieldTexts & { name: string; mono?: boolean }) {
  const { id, error, start } = useField({ name, id: givenId, error: givenError, value: rest.value, defaultValue });
  return (
    <FieldFrame {...{ id, label, hint, error, className }}>
      <span className="relative grid">
        <select
          {...rest}
          {...start}
          {...noteOf(id, { hint, error })}
          id={id}
          name={name}
          className={`${controlClass(error)} min-h-(--control) appearance-none truncate pr-8 pl-2.5 outline-none ${mono ? "font-mono" : ""}`}
        >
          {children}
        </select>
        <ChevronsUpDown
          aria-hidden="true"
          className="pointer-events-none absolute right-2.5 size-3.5 self-center text-ink-3"
        />
      </span>
    </FieldFrame>
  );
}
