import { CopyButton } from "./copy-button";

/** Something to paste elsewhere, shown whole, with its button: `POST https://… | Copy`. */
export function CopyField({
  label,
  value,
  prefix,
  hint,
}: {
  label?: string;
  value: string;
  /** Not copied: the method of an address. */
  prefix?: string;
  hint?: string;
}) {
  return (
    <div className="grid content-start gap-1.5">
      {label && <span className="font-medium text-small">{label}</span>}
      <div className="flex min-h-(--control) items-stretch overflow-hidden rounded-2 border border-edge bg-raised">
        {prefix && (
          <span className="flex items-center border-line-strong border-r bg-sunken px-2.5 font-mono text-ink-3 text-meta">
            {prefix}
          </span>
        )}
        <code className="min-w-0 flex-1 select-all px-2.5 py-1.5 font-mono text-ink-2 text-meta leading-5 [overflow-wrap:anywhere]">
          {value}
        </code>
        <CopyButton text={value} look="ghost" className="h-auto! rounded-none border-line-strong border-l" />
      </div>
      {hint && <p className="text-ink-3 text-meta leading-[1.125rem]">{hint}</p>}
    </div>
  );
}
