"use client";

import { createContext, type ReactNode, use, useId } from "react";

/** What the fields and buttons of an `ActionForm` know of it. */
export interface FormState {
  pending: boolean;
  /** Why the last try failed, as a whole; null when it did not. */
  message: string | null;
  /** Why, by the name of the field. */
  fields: Record<string, string>;
  /** What was typed when the page had to come back without JavaScript. */
  typed: Record<string, string>;
}

const untouched: FormState = { pending: false, message: null, fields: {}, typed: {} };

export const FormStateContext = createContext<FormState>(untouched);

/** Outside of an `ActionForm`: the state of one that nobody has sent. */
export function useFormState(): FormState {
  return use(FormStateContext);
}

interface FieldOptions<Value> {
  name: string;
  id: string | undefined;
  error: ReactNode;
  /** Given where the field is controlled: it has its value from elsewhere. */
  value: Value | undefined;
  defaultValue: Value | undefined;
}

/** A field's id, the error of its name, and what stands in it at first: what was typed before, if anything was. */
export function useField<Value>({ name, id, error, value, defaultValue }: FieldOptions<Value>) {
  const ownId = useId();
  const { fields, typed } = useFormState();
  return {
    id: id ?? ownId,
    error: error ?? fields[name],
    start: value === undefined ? { defaultValue: typed[name] ?? defaultValue } : {},
  };
}
