"use client";

import type { ComponentProps } from "react";
import { controlClass, FieldFrame, type FieldTexts, noteOf } from "./field-frame";
import { useField } from "./form-state";

/** Several lines to type into; grows with them where the browser can. */
export function TextArea({
  name,
  id: givenId,
  label,
  hint,
  error: givenError,
  defaultValue,
  mono = false,
  rows = 3,
  className,
  ...rest
}: Omit<ComponentProps<"textarea">, "name"> & FieldTexts & { name: string; mono?: boolean }) {
  const { id, error, start } = useField({ name, id: givenId, error: givenError, value: rest.value, defaultValue });
  return (
    <FieldFrame {...{ id, label, hint, error, className }}>
      <textarea
        {...rest}
        {...start}
        {...noteOf(id, { hint, error })}
        id={id}
        name={name}
        rows={rows}
        className={`${controlClass(error)} field-sizing-content min-h-20 resize-y px-2.5 py-2 read-only:bg-sunken leading-[1.375rem] outline-none ${mono ? "font-mono" : ""}`}
      />
    </FieldFrame>
  );
}
