"use client";

import type { ComponentProps } from "react";
import { useState } from "react";
import { Button } from "./button";
import { useFormState } from "./form-state";
import { TextField } from "./text-field";

/**
 * A secret is never shown again: what is stored reads •••• 7e1f, and Replace makes room for a new one. Until then the
 * form sends nothing under this name.
 */
export function SecretField({
  lastFour,
  label,
  hint,
  error,
  name,
  ...rest
}: ComponentProps<typeof TextField> & { lastFour?: string | null | undefined }) {
  const [replacing, setReplacing] = useState(false);
  const { fields } = useFormState();
  if (lastFour && !replacing && !error && !fields[name]) {
    return (
      <div className="grid content-start gap-1.5">
        <span className="font-medium text-small">{label}</span>
        <div className="flex min-h-(--control) items-stretch overflow-hidden rounded-2 border border-edge bg-raised">
          <span className="flex min-w-0 flex-1 items-center px-2.5 font-mono text-ink-2 text-small">
            <span aria-hidden="true">••••••••&nbsp;</span>
            <span className="sr-only">ends in </span>
            {lastFour}
          </span>
          <Button
            look="ghost"
            className="h-auto! rounded-none border-line-strong border-l"
            onClick={() => setReplacing(true)}
          >
            Replace<span className="sr-only"> {label}</span>
          </Button>
        </div>
        {hint && <p className="text-ink-3 text-meta leading-[1.125rem]">{hint}</p>}
      </div>
    );
  }
  return (
    <TextField
      {...rest}
      {...{ name, label, hint, error }}
      type="password"
      mono
      autoComplete="off"
      spellCheck={false}
      autoFocus={replacing}
    />
  );
}
