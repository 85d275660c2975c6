/** GET reads; the others change something. */
export function Method({ children }: { children: string }) {
  const tone = children === "GET" ? "bg-sunken text-ink-2" : "bg-accent-soft text-accent-ink";
  return <span className={`rounded-1 px-1.5 py-px font-medium font-mono text-micro ${tone}`}>{children}</span>;
}
