/** Somebody is writing; the words beside it say who. */
export function TypingDots({ small = false }: { small?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={`inline-flex items-center gap-1 ${small ? "[&_i]:size-1 [&_i]:bg-accent" : "h-[22px]"}`}
    >
      <i className="typing-dot" />
      <i className="typing-dot" />
      <i className="typing-dot" />
    </span>
  );
}
