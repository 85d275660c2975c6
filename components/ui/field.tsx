import type { ComponentProps, ReactNode } from "react";
import { controlClass, FieldFrame, type FieldTexts, noteOf } from "./field-frame";

/** One line to type into, with its texts. Inside an `ActionForm` use `TextField`, which finds its own error. */
export function Field({
  label,
  hint,
  error,
  leading,
  trailing,
  id,
  large = false,
  mono = false,
  className,
  ...input
}: ComponentProps<"input"> & FieldTexts & FieldParts & { id: string }) {
  const height = large ? "min-h-[46px] md:min-h-10" : "min-h-(--control)";
  return (
    <FieldFrame {...{ id, label, hint, error, className }}>
      <div
        className={`${controlClass(error)} flex items-center gap-2 px-2.5 has-[input:read-only]:bg-sunken has-disabled:bg-sunken has-disabled:text-ink-3 ${height}`}
      >
        {leading}
        <input
          {...input}
          {...noteOf(id, { hint, error })}
          id={id}
          className={`min-w-0 flex-1 self-stretch bg-transparent outline-none ${mono ? "font-mono" : ""}`}
        />
        {trailing}
      </div>
    </FieldFrame>
  );
}

export interface FieldParts {
  /** Inside the box, before and after what is typed: a unit, a button. */
  leading?: ReactNode;
  trailing?: ReactNode;
  /** As tall as on the sign-in page. */
  large?: boolean;
  /** For ids, tokens, numbers in columns. */
  mono?: boolean;
}
