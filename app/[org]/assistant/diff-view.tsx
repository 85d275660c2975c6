import { ArrowRight } from "lucide-react";
import { formatNumber } from "@/components/format";
import type { DiffLine, TextDiff, Words } from "@/lib/assistant/diff-text";

/** How something that has a name changed: words in a text, or one value for another. */
type Difference = { label: string } & (
  | { kind: "text"; text: TextDiff }
  | { kind: "value"; before: string; after: string }
);

/** What differs, field by field: words underlined in green or struck in red, unchanged lines folded. */
export function DiffView({ fields }: { fields: Difference[] }) {
  return (
    <div className="grid gap-5">
      {fields.map((field) => (
        <section key={field.label} aria-label={field.label}>
          <h3 className="mb-1.5 font-semibold text-small">
            {field.label}
            {field.kind === "text" && (
              <span className="ml-2 font-normal text-ink-3 text-meta">{counted(field.text)}</span>
            )}
          </h3>
          {field.kind === "text" ? (
            <div className="overflow-hidden rounded-3 border border-line text-small leading-[1.3125rem]">
              {field.text.lines.map((line, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines do not move
                <Line key={index} line={line} />
              ))}
            </div>
          ) : (
            <p className="flex flex-wrap items-center gap-2 rounded-3 border border-line px-3 py-2 text-small">
              <Removed>{field.before}</Removed>
              <ArrowRight aria-label="becomes" className="size-3.5 text-ink-3" />
              <Added>{field.after}</Added>
            </p>
          )}
        </section>
      ))}
    </div>
  );
}

function counted({ added, removed }: { added: number; removed: number }): string {
  const words = (count: number) => (count === 1 ? "1 word" : `${formatNumber(count)} words`);
  if (!removed) return `${words(added)} added`;
  return added ? `${words(added)} added, ${formatNumber(removed)} removed` : `${words(removed)} removed`;
}

function Line({ line }: { line: DiffLine }) {
  if (line.kind === "folded") {
    return (
      <p className="bg-sunken px-4 py-0.5 text-center text-ink-3 text-meta">
        {line.lines === 1 ? "1 line is the same" : `${formatNumber(line.lines)} lines are the same`}
      </p>
    );
  }
  const mark = line.kind === "changed" ? "shadow-[inset_3px_0_0_var(--accent)]" : "text-ink-2";
  return (
    <p className={`min-h-[1.3125rem] whitespace-pre-wrap px-4 py-0.5 [overflow-wrap:anywhere] ${mark}`}>
      {line.words.map((words, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: words do not move
        <WordsView key={index} words={words} />
      ))}
    </p>
  );
}

function WordsView({ words: { text, change } }: { words: Words }) {
  if (change === "added") return <Added>{text}</Added>;
  return change === "removed" ? <Removed>{text}</Removed> : text;
}

function Added({ children }: { children: string }) {
  return (
    <ins className="rounded-1 bg-ok-soft px-0.5 text-ok-ink underline decoration-ok underline-offset-3 [overflow-wrap:anywhere]">
      {children}
    </ins>
  );
}

function Removed({ children }: { children: string }) {
  return (
    <del className="rounded-1 bg-bad-soft px-0.5 text-bad-ink line-through decoration-bad [overflow-wrap:anywhere]">
      {children}
    </del>
  );
}
