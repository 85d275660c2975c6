"use client";

import { type ComponentProps, useId } from "react";
import { Field, type FieldParts } from "./field";
import type { FieldTexts } from "./field-frame";
import { useFormState } from "./form-state";

/** One line to type into. In an `ActionForm` it shows the error of its name and keeps what was typed. */
export function TextField({
  name,
  id,
  error,
  defaultValue,
  ...rest
}: Omit<ComponentProps<"input">, "name"> & FieldTexts & FieldParts & { name: string }) {
  const ownId = useId();
  const { fields, typed } = useFormState();
  // A controlled field has its value from elsewhere.
  const start = rest.value === undefined ? { defaultValue: typed[name] ?? defaultValue } : {};
  return <Field {...rest} {...start} name={name} id={id ?? ownId} error={error ?? fields[name]} />;
}
