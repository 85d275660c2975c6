import { diffChars } from "diff";

/** Two addresses below each other, with what is too much struck out above and what is missing marked below. */
export function AddressComparison({ called, expected }: { called: string; expected: string }) {
  const parts = diffChars(called, expected);
  const shared = parts.reduce((sum, { value, added, removed }) => sum + (added || removed ? 0 : value.length), 0);
  if (shared < expected.length * leastAlike) {
    return (
      <Frame>
        <Line label="Twilio calls">{called}</Line>
        <Line label="It should be">{expected}</Line>
      </Frame>
    );
  }
  return (
    <Frame>
      <Line label="Twilio calls">
        {parts
          .filter(({ added }) => !added)
          .map(({ value, removed }, index) => (removed ? <Removed key={key(index)}>{value}</Removed> : value))}
      </Line>
      <Line label="It should be">
        {parts
          .filter(({ removed }) => !removed)
          .map(({ value, added }, index) => (added ? <Added key={key(index)}>{value}</Added> : value))}
      </Line>
    </Frame>
  );
}

/** Below this, the letters that two addresses happen to share say nothing. */
const leastAlike = 0.7;

function Frame({ children }: { children: React.ReactNode }) {
  return <div className="mt-2 grid gap-1 rounded-2 bg-sunken px-3 py-2.5 text-meta leading-5">{children}</div>;
}

function key(index: number): string {
  return `part-${index}`;
}

function Line({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="grid items-baseline sm:grid-cols-[88px_minmax(0,1fr)]">
      <span className="text-ink-3">{label}</span>
      <code className="font-mono leading-[1.375rem] [overflow-wrap:anywhere]">{children}</code>
    </div>
  );
}

function Removed({ children }: { children: string }) {
  return (
    <del className="rounded-1 bg-bad-soft px-0.5 font-semibold text-bad-ink shadow-[inset_0_0_0_1px_var(--bad-line)]">
      {children}
    </del>
  );
}

function Added({ children }: { children: string }) {
  return (
    <ins className="rounded-1 bg-ok-soft px-0.5 font-semibold text-ok-ink no-underline shadow-[inset_0_0_0_1px_var(--ok-line)]">
      {children}
    </ins>
  );
}
