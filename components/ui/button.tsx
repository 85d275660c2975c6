import type { ComponentProps, ReactNode } from "react";

const looks = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover active:bg-accent-press",
  secondary: "bg-raised border border-line-strong shadow-1 hover:bg-hover",
  ghost: "text-ink-2 hover:bg-hover hover:text-ink",
  brass: "bg-brass text-on-brass hover:bg-brass/85",
  danger: "bg-bad text-on-bad hover:bg-bad-hover",
} as const;

const sizes = {
  normal: "h-(--control) px-3 text-small",
  small: "h-(--control-sm) px-[9px] text-small",
  large: "h-11 px-[18px] text-body",
  icon: "size-(--control-sm) text-small",
} as const;

export interface Look {
  /** Primary: one a view. Brass: a person steps in. Danger: destroys. */
  look?: keyof typeof looks;
  size?: keyof typeof sizes;
}

/** For links that look like buttons as well. */
export function buttonClass({ look = "secondary", size = "normal" }: Look = {}): string {
  return `inline-flex shrink-0 items-center justify-center gap-1.5 rounded-2 font-medium leading-none whitespace-nowrap transition-colors duration-(--t-1) disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-off disabled:shadow-none aria-disabled:cursor-progress [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:stroke-[1.75] ${looks[look]} ${sizes[size]}`;
}

/** Busy: the label and the width stay, and it cannot be pressed again. */
export function Button({
  look,
  size,
  icon,
  busy = false,
  className = "",
  children,
  onClick,
  ...rest
}: ComponentProps<"button"> & Look & { icon?: ReactNode; busy?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      onClick={busy ? refuse : onClick}
      aria-disabled={busy || undefined}
      className={`${buttonClass({ look, size })} relative ${className}`}
    >
      {busy && !icon && (
        <span className="absolute inset-0 grid place-items-center">
          <Spinner />
        </span>
      )}
      <span className={`inline-flex items-center gap-1.5 ${busy && !icon ? "opacity-35" : ""}`}>
        {busy && icon ? <Spinner /> : icon}
        {children}
      </span>
    </button>
  );
}

function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="size-3.5 animate-spin rounded-full border-2 border-current border-t-transparent motion-reduce:animate-none"
    />
  );
}

function refuse(event: { preventDefault(): void }): void {
  event.preventDefault();
}
