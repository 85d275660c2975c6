import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** Label above, hint below, an error in the hint's place; `describedBy(id, …)` links the control to them. */
export function FieldFrame({
  id,
  label,
  hint,
  error,
  className = "",
  children,
}: FieldTexts & { id: string; className?: string; children: ReactNode }) {
  return (
    <div className={`grid grid-cols-[minmax(0,1fr)] content-start gap-1.5 ${className}`}>
      <label htmlFor={id} className="font-medium text-small">
        {label}
      </label>
      {children}
      <FieldNote id={id} hint={hint} error={error} />
    </div>
  );
}

export interface FieldTexts {
  label: ReactNode;
  /** A sentence below the control. */
  hint?: ReactNode;
  /** What is wrong with what was typed, and what to do. Stands beside the field. */
  error?: ReactNode;
}

/** The sentence below a control: its error, or else its hint. */
export function FieldNote({ id, hint, error }: Pick<FieldTexts, "hint" | "error"> & { id: string }) {
  if (error) {
    return (
      <p id={`${id}-note`} className="flex gap-1.5 text-bad-ink text-meta leading-[1.125rem]">
        <CircleAlert aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
        <span className="min-w-0">{error}</span>
      </p>
    );
  }
  if (!hint) return null;
  return (
    <p id={`${id}-note`} className="text-ink-3 text-meta leading-[1.125rem]">
      {hint}
    </p>
  );
}

/** The attributes that tell a reader what stands below a control, and that it is wrong. */
export function noteOf(id: string, { hint, error }: Pick<FieldTexts, "hint" | "error">) {
  return {
    "aria-invalid": error ? true : undefined,
    "aria-describedby": error || hint ? `${id}-note` : undefined,
  } as const;
}

/** The box of a control that is typed into. */
export function controlClass(error: unknown): string {
  return `w-full rounded-2 border bg-raised text-lead md:text-small focus-within:border-accent focus-within:outline-2 focus-within:outline-accent/30 disabled:border-line-strong disabled:bg-sunken disabled:text-ink-3 ${error ? "border-bad" : "border-edge"}`;
}
