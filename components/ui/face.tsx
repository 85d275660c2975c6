const sizes = {
  small: "size-6 text-[0.625rem]",
  normal: "size-8 text-[0.6875rem]",
  row: "size-10 text-small md:size-8 md:text-[0.6875rem]",
} as const;

/** Initials on a round, for people, or on a square, for organisations. Says nothing that the name beside it does not. */
export function Face({
  size = "normal",
  square = false,
  children,
}: {
  size?: keyof typeof sizes;
  square?: boolean;
  children: string;
}) {
  return (
    <span
      aria-hidden="true"
      className={`grid shrink-0 place-items-center bg-sunken font-semibold text-ink-2 tracking-[0.01em] shadow-[inset_0_0_0_1px_var(--line)] ${square ? "rounded-[7px]" : "rounded-full"} ${sizes[size]}`}
    >
      {children}
    </span>
  );
}
