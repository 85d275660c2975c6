import { CopyButton } from "@/components/ui/copy-button";

/** Several lines to paste elsewhere, with their button. */
export function Snippet({ label, code, hint }: { label: string; code: string; hint: string }) {
  return (
    <figure className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <figcaption className="flex items-end justify-between gap-3">
        <span className="font-medium text-small">{label}</span>
        <CopyButton text={code} look="ghost" />
      </figcaption>
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="scroll-pane rounded-3 border border-line bg-sunken"
      >
        <pre className="px-4 py-3 font-mono text-ink-2 text-meta leading-5">{code}</pre>
      </section>
      <p className="text-ink-3 text-meta">{hint}</p>
    </figure>
  );
}
