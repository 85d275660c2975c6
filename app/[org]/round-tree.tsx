import { Check, CircleAlert, CircleHelp, Hourglass, MessageSquareText, Wrench } from "lucide-react";
import type { ReactNode } from "react";
import { formatDuration, formatNumber } from "@/components/format";
import { Pill } from "@/components/ui/pill";
import type { Round, ToolStep } from "@/lib/conversations/receipt-schema";

/** How an answer came about: each call of a model, and beneath it the tools that it asked for, which open to in and out. */
export function RoundTree({ rounds }: { rounds: Round[] }) {
  if (rounds.every(({ tools }) => tools.length === 0) && rounds.every(({ model }) => !model?.attempts.length))
    return <p className="text-ink-2">No tools.</p>;
  return (
    <ol className="grid gap-1">
      {rounds.map(({ model, tools }) => (
        <li key={model?.round ?? "decided"}>
          {model ? <ModelLine model={model} /> : <p className="leading-7">What a person decided</p>}
          {tools.length > 0 && (
            <ul className="ml-[6px] grid border-line-strong border-l pl-3">
              {tools.map((tool) => (
                <li key={tool.id}>
                  <Tool tool={tool} />
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}

function ModelLine({ model }: { model: NonNullable<Round["model"]> }) {
  const tokens = (model.inputTokens ?? 0) + (model.outputTokens ?? 0);
  return (
    <>
      {model.attempts.slice(0, -1).map(({ model: name, outcome, error, ms }) => (
        <p key={name} className="flex gap-2 text-meta leading-5">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-3.5 shrink-0 stroke-[1.75] text-ink-3" />
          <span className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">
            <span className="font-mono">{name}</span> {attemptWords[outcome]}
            {outcome === "skipped" ? "." : ` after ${formatDuration(ms)}.`} {error}
          </span>
        </p>
      ))}
      <p className="flex h-7 items-center gap-2">
        <MessageSquareText aria-hidden="true" className="size-3.5 shrink-0 stroke-[1.75] text-ink-3" />
        <span className="min-w-0 flex-1 truncate">
          Model, step {model.round + 1}
          {model.model && <span className="ml-2 font-mono text-ink-3 text-meta">{model.model}</span>}
        </span>
        <span className="font-mono text-ink-3 text-meta whitespace-nowrap">
          {tokens > 0 && `${formatNumber(tokens)} tokens, `}
          {formatDuration(model.ms)}
        </span>
      </p>
    </>
  );
}

const attemptWords: Record<NonNullable<Round["model"]>["attempts"][number]["outcome"], string> = {
  answered: "answered",
  failed: "gave no answer",
  skipped: "was not asked, because its provider failed too often",
  overtaken: "was overtaken by another model",
};

function Tool({ tool: { name, plugin, state, ms, input, output, error, decidedBy } }: { tool: ToolStep }) {
  const { tone, word, icon } = looks[state];
  return (
    <details className="group/tool">
      <summary className="flex min-h-7 list-none items-center gap-2 rounded-[6px] hover:bg-hover [&::-webkit-details-marker]:hidden">
        <Wrench aria-hidden="true" className="size-3.5 shrink-0 stroke-[1.75] text-ink-3" />
        <span className="min-w-0 flex-1 font-mono text-meta [overflow-wrap:anywhere]">{name}</span>
        <Pill tone={tone} icon={icon}>
          {word}
          {ms !== null && ` ${formatDuration(ms)}`}
        </Pill>
      </summary>
      <dl className="mb-1.5 grid grid-cols-[34px_minmax(0,1fr)] gap-x-1.5 rounded-[6px] bg-sunken px-2.5 py-2 font-mono text-ink-2 text-micro [overflow-wrap:anywhere]">
        {plugin && <Fact term="of">{plugin}</Fact>}
        {decidedBy && <Fact term="by">{decidedBy}</Fact>}
        <Fact term="in">{JSON.stringify(input)}</Fact>
        <Fact term="out">
          <span className="block max-h-48 overflow-auto whitespace-pre-wrap">{error ?? output ?? "nothing yet"}</span>
        </Fact>
      </dl>
    </details>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{term}</dt>
      <dd>{children}</dd>
    </>
  );
}

const failed = { tone: "bad", icon: <CircleAlert aria-hidden="true" /> } as const;
const waits = { tone: "brass", icon: <Hourglass aria-hidden="true" /> } as const;

const looks: Record<ToolStep["state"], { tone: "ok" | "bad" | "brass" | "plain"; word: string; icon: ReactNode }> = {
  done: { tone: "ok", word: "Done", icon: <Check aria-hidden="true" /> },
  failed: { ...failed, word: "Failed" },
  blocked: { ...failed, word: "Not allowed" },
  refused: { ...failed, word: "Refused" },
  expired: { ...failed, word: "Not begun" },
  unknown: { tone: "brass", word: "Not known", icon: <CircleHelp aria-hidden="true" /> },
  waiting: { ...waits, word: "Waits for a person" },
  approved: { ...waits, word: "About to run" },
  running: { ...waits, word: "Running" },
};
