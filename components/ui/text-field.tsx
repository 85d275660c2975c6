"use client";

import type { ComponentProps } from "react";
import { Field, type FieldParts } from "./field";
import type { FieldTexts } from "./field-frame";
import { useField } from "./form-state";

/** One line to type into. In an `ActionForm` it shows the error of its name and keeps what was typed. */
export function TextField({
  name,
  id: givenId,
  error: givenError,
  defaultValue,
  ...rest
}: Omit<ComponentProps<"input">, "name"> & FieldTexts & FieldParts & { name: string }) {
  const { id, error, start } = useField({ name, id: givenId, error: givenError, value: rest.value, defaultValue });
  return <Field {...rest} {...start} {...{ name, id, error }} />;
}
