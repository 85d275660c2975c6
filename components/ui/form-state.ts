"use client";

import { createContext, use } from "react";

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
