"use client";

import { type ComponentProps, useId } from "react";
import { controlClass, FieldFrame, type FieldTexts, noteOf } from "./field-frame";
import { useFormState } from "./form-state";

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
  const ownId = useId();
  const { fields, typed } = useFormState();
  const id = givenId ?? ownId;
  const error = givenError ?? fields[name];
  const start = rest.value === undefined ? { defaultValue: typed[name] ?? defaultValue } : {};
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
