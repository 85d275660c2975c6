"use client";

import { ArrowUp, CircleAlert, RotateCcw, ScrollText } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { formatDuration, formatMoney, formatNumber } from "@/components/format";
import { MessageText } from "@/components/message-text";
import { TypingDots } from "@/components/typing-dots";
import { Button } from "@/components/ui/button";
import type { TestAnswer, TestReceipt } from "@/lib/assistant/try-draft";
import { RoundTree } from "../round-tree";
import { tryDraft } from "./actions";
import { PhoneFrame } from "./phone-frame";

type Line =
  | { id: number; from: "customer"; text: string; at: string }
  | ({ id: number; from: "assistant"; at: string } & TestAnswer);

/** Writes to the draft as a customer would. Nothing is stored or sent; reset forgets it. */
export function TestChat({
  slug,
  name,
  version,
  hasTools,
  saveFirst,
}: {
  slug: string;
  /** Of the business, as customers see it. */
  name: string;
  version: number;
  /** The draft has tools, which may be let act. */
  hasTools: boolean;
  /** What is being typed into the draft counts as well. */
  saveFirst(): Promise<boolean>;
}) {
  const [lines, setLines] = useState<Line[]>([]);
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [act, setAct] = useState(false);
  const nextId = useRef(0);
  /** An answer to a conversation that was reset meanwhile is not wanted. */
  const round = useRef(0);
  const log = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest line is in view whenever there is one more
  useEffect(() => {
    // In braces: a promise, which it gives in newer browsers, is no clean-up.
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [lines, busy]);

  async function send(event?: FormEvent) {
    event?.preventDefault();
    const said = text.trim();
    if (!said || busy) return;
    const now = round.current;
    const asked: Line[] = [...lines, { id: nextId.current++, from: "customer", text: said, at: clockTime() }];
    setLines(asked);
    setText("");
    setBusy(true);
    await saveFirst();
    const answer = await ask(slug, asked, act);
    if (round.current !== now) return;
    setLines([...asked, { id: nextId.current++, from: "assistant", at: clockTime(), ...answer }]);
    setBusy(false);
  }

  function reset() {
    round.current++;
    setLines([]);
    setBusy(false);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) void send();
    if (event.key === "Enter" && !event.shiftKey) event.preventDefault();
  }

  return (
    <>
      <header className="flex min-h-8 items-center gap-2">
        <h2 className="flex-1 font-semibold text-read">Test chat</h2>
        <span className="text-ink-3 text-meta">nothing is sent or kept</span>
        <Button
          look="ghost"
          size="icon"
          aria-label="Start again"
          title="Start again"
          onClick={reset}
          icon={<RotateCcw aria-hidden="true" />}
        />
      </header>
      {hasTools && (
        <label className="flex min-h-6 items-center gap-2 text-ink-2 text-small">
          <input
            type="checkbox"
            checked={act}
            onChange={(event) => setAct(event.target.checked)}
            className="size-4 accent-accent"
          />
          Let tools act; otherwise those that change something only say what they would do
        </label>
      )}
      <PhoneFrame name={name} note={`Draft v${version}`}>
        <div
          ref={log}
          role="log"
          aria-label="Test conversation"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="scroll-pane flex min-h-0 flex-1 flex-col bg-[length:14px_14px] bg-[radial-gradient(var(--line)_1px,transparent_1px)] px-3 py-3"
        >
          <div className="mt-auto grid gap-2">
            {lines.length === 0 && (
              <p className="mx-auto max-w-56 rounded-3 bg-surface px-3 py-2 text-center text-ink-2 text-small">
                Write as a customer would. The draft answers as it would on WhatsApp.
              </p>
            )}
            {lines.map((line) =>
              line.from === "customer" ? <Own key={line.id} line={line} /> : <Answer key={line.id} line={line} />,
            )}
            {busy && (
              <p className="inline-flex w-fit items-center rounded-5 bg-bubble-customer px-3 py-3 shadow-[inset_0_0_0_1px_var(--line)]">
                <TypingDots />
                <span className="sr-only">The draft is writing</span>
              </p>
            )}
          </div>
        </div>
        <form onSubmit={send} className="flex items-end gap-2 border-line border-t bg-surface px-2.5 pt-2 pb-3">
          <textarea
            aria-label="Write as a customer"
            placeholder="Write as a customer"
            rows={1}
            maxLength={4096}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
            className="field-sizing-content max-h-32 min-h-9 min-w-0 flex-1 resize-none rounded-5 bg-sunken px-3.5 py-2 text-lead leading-5 md:text-body"
          />
          <button
            type="submit"
            aria-label="Send"
            aria-disabled={busy || !text.trim() || undefined}
            className="grid size-9 shrink-0 place-items-center rounded-full bg-accent text-on-accent hover:bg-accent-hover"
          >
            <ArrowUp aria-hidden="true" className="size-5" />
          </button>
        </form>
      </PhoneFrame>
    </>
  );
}

function Own({ line }: { line: Extract<Line, { from: "customer" }> }) {
  return (
    <div className="ml-auto max-w-[86%] rounded-[18px_18px_6px_18px] bg-bubble-own px-3 py-2 text-body text-on-bubble-own [overflow-wrap:anywhere]">
      <span className="sr-only">You: </span>
      <span className="whitespace-pre-wrap">{line.text}</span>
      <span className="-mb-0.5 float-right mt-1.5 ml-3 text-micro text-on-bubble-own-2">{line.at}</span>
    </div>
  );
}

function Answer({ line }: { line: Extract<Line, { from: "assistant" }> }) {
  return (
    <div className="grid justify-items-start gap-1">
      {line.parts.map((part, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of an answer have an order and nothing else
          key={index}
          className="max-w-[88%] rounded-[18px_18px_18px_6px] bg-bubble-customer px-3 py-2 text-body shadow-[inset_0_0_0_1px_var(--line)] [overflow-wrap:anywhere]"
        >
          <span className="sr-only">Draft: </span>
          <MessageText text={part} />
          <span className="-mb-0.5 float-right mt-1.5 ml-3 text-ink-3 text-micro">{line.at}</span>
        </div>
      ))}
      {line.problem && (
        <p
          role="alert"
          className="flex max-w-[92%] gap-2 rounded-3 bg-bad-soft px-3 py-2 text-bad-ink text-small shadow-[inset_0_0_0_1px_var(--bad-line)]"
        >
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span>
            {line.problem.sentence}
            {line.problem.kind === "retry_later" && " On WhatsApp it would be tried again."}
          </span>
        </p>
      )}
      {line.receipt && <Receipt receipt={line.receipt} />}
    </div>
  );
}

function Receipt({ receipt }: { receipt: TestReceipt }) {
  const { model, modelMs, inputTokens, outputTokens, costMicros, currency, finishReason, rounds } = receipt;
  const price = costMicros === null ? "no price" : formatMoney(costMicros, currency);
  const rows = [
    ["Model", model],
    ["Time", formatDuration(modelMs)],
    ["Read", inputTokens === null ? "not told" : `${formatNumber(inputTokens)} tokens`],
    ["Written", outputTokens === null ? "not told" : `${formatNumber(outputTokens)} tokens`],
    ["Ended", endings[finishReason] ?? finishReason],
    ["Price", price],
  ];
  return (
    <details className="group/receipt ml-1 max-w-[88%] font-mono text-ink-2 text-micro">
      <summary className="inline-flex h-[22px] list-none items-center gap-2 rounded-1 bg-surface px-1.5 leading-none shadow-1 group-open/receipt:bg-accent-soft [&::-webkit-details-marker]:hidden">
        <ScrollText aria-hidden="true" className="size-3 stroke-[1.75]" />
        <span className="sr-only">Receipt: </span>
        {formatDuration(modelMs)}
        <span>{price}</span>
      </summary>
      <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 rounded-2 bg-slip px-3 py-2 shadow-1">
        {rows.map(([term, detail]) => (
          <div key={term} className="contents">
            <dt className="text-ink-3">{term}</dt>
            <dd className="text-right [overflow-wrap:anywhere]">{detail}</dd>
          </div>
        ))}
        {rounds.some(({ tools, model }) => tools.length > 0 || model?.attempts.length) && (
          <div className="col-span-2 mt-1 border-line-strong border-t border-dashed pt-1.5 font-sans text-small">
            <RoundTree rounds={rounds} />
          </div>
        )}
      </dl>
    </details>
  );
}

/** The model's own words for how it ended, in ours. */
const endings: Record<string, string> = {
  stop: "finished",
  length: "cut off: longest reply reached",
  "content-filter": "declined by the provider",
  "tool-calls": "asked for a tool",
};

async function ask(slug: string, lines: Line[], act: boolean): Promise<TestAnswer> {
  // What got no answer was said all the same; what is empty cannot be sent.
  const messages = lines
    .map((line) => ({ from: line.from, text: line.from === "customer" ? line.text : line.parts.join("\n") }))
    .filter(({ text }) => text !== "");
  const result = await tryDraft(slug, null, { messages, act }).catch(() => null);
  if (result?.ok) return result.data;
  const sentence = result?.error.message ?? "Not asked: you are offline. Write it again when you are back.";
  return { parts: [], receipt: null, problem: { kind: "owner_must_fix", sentence } };
}

function clockTime(): string {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(new Date());
}
