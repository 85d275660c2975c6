/** What a tool was called with, argument by argument, as a person reads it. */
export function Arguments({ input }: { input: unknown }) {
  const entries = typeof input === "object" && input !== null ? Object.entries(input) : [];
  if (entries.length === 0) return <p className="text-ink-2 text-small">Without arguments.</p>;
  return (
    <dl className="grid text-small">
      {entries.map(([name, value]) => (
        <div
          key={name}
          className="grid gap-x-4 border-line border-t py-1.5 sm:grid-cols-[minmax(100px,1fr)_minmax(0,3fr)]"
        >
          <dt className="font-mono text-ink-3 text-meta leading-5 [overflow-wrap:anywhere]">{name}</dt>
          <dd className="min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]">
            <Value value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ value }: { value: unknown }) {
  if (value === null || value === "") return <span className="text-ink-3">empty</span>;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "object") return <span className="font-mono text-meta">{JSON.stringify(value, null, 2)}</span>;
  return String(value);
}
