/** The bell on the desk: our mark, and the state of the house on the desk plate. */
export function Bell({ className = "" }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className} fill="currentColor">
      <path d="M11 3.4h2a1 1 0 0 1 1 1V6h-4V4.4a1 1 0 0 1 1-1ZM4 15.2a8 8 0 0 1 16 0ZM3.3 16.9h17.4a1.3 1.3 0 0 1 0 2.6H10.4l-3.5 2.8v-2.8H3.3a1.3 1.3 0 0 1 0-2.6Z" />
    </svg>
  );
}

/** The assistant's sign: a bell drawn in lines. */
export function ClerkIcon({ className = "" }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      className={className}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M12 3v2.6M10 3h4M4 16.5v-1.4a8 8 0 0 1 16 0v1.4ZM2.6 20.4h18.8M9.4 11.6v1.5M14.6 11.6v1.5" />
    </svg>
  );
}

/** Bell and name. */
export function Wordmark() {
  return (
    <p className="flex items-center gap-2.5 font-semibold text-head tracking-[-0.01em]">
      <Bell className="size-7 rounded-[8px] bg-plate p-1 text-plate-brass" />
      Frontdesk
    </p>
  );
}
