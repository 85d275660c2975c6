"use client";

import { Check } from "lucide-react";
import { type ComponentProps, useId } from "react";
import { FieldNote, type FieldTexts, noteOf } from "./field-frame";
import { useFormState } from "./form-state";

type Props = Omit<ComponentProps<"input">, "type" | "name"> & FieldTexts & { name: string };

/** A box to tick, with its label to the right. */
export function CheckboxField(props: Props) {
  return <Choice {...props} look="box" />;
}

/** The same for what is on or off at once. */
export function SwitchField(props: Props) {
  return <Choice {...props} look="switch" />;
}

function Choice({
  name,
  id: givenId,
  label,
  hint,
  error: givenError,
  className = "",
  look,
  ...rest
}: Props & { look: keyof typeof looks }) {
  const ownId = useId();
  const { fields } = useFormState();
  const id = givenId ?? ownId;
  const error = givenError ?? fields[name];
  return (
    <div className={`flex min-h-6 items-start gap-2.5 ${className}`}>
      <span className="relative mt-px grid place-items-center">
        <input
          {...rest}
          {...noteOf(id, { hint, error })}
          id={id}
          name={name}
          type="checkbox"
          role={look === "switch" ? "switch" : undefined}
          className={`peer cursor-pointer appearance-none transition-colors duration-(--t-1) disabled:cursor-not-allowed disabled:opacity-50 ${looks[look]}`}
        />
        {look === "box" && (
          <Check
            aria-hidden="true"
            className="pointer-events-none absolute size-3 stroke-3 text-on-accent opacity-0 peer-checked:opacity-100"
          />
        )}
      </span>
      <div className="grid min-w-0 gap-0.5">
        <label htmlFor={id} className="cursor-pointer text-small">
          {label}
        </label>
        <FieldNote id={id} hint={hint} error={error} />
      </div>
    </div>
  );
}

const looks = {
  box: "my-0.5 size-4 rounded-1 border border-edge bg-raised checked:border-accent checked:bg-accent",
  switch:
    "relative my-px h-[18px] w-[30px] rounded-full bg-edge after:absolute after:top-0.5 after:left-0.5 after:size-3.5 after:rounded-full after:bg-surface after:transition-transform after:duration-(--t-1) checked:bg-accent checked:after:translate-x-3",
} as const;
