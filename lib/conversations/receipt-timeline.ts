import type { Round, Span } from "./receipt-schema";

interface Timed {
  /** When the customer's last word came; null when it is no longer there. */
  askedAt: Date | null;
  startedAt: Date;
  settleMs: number | null;
  modelMs: number | null;
  rounds: Round[];
  messages: { attemptedAt: Date | null; events: { status: string; createdAt: Date }[] }[];
}

/**
 * Where the time went, from the customer's last word on: the chosen wait, each round of model and tools, Twilio's taking
 * the first part, its arrival, and its being read. What is not known is left out.
 */
export function timelineOf(run: Timed): Span[] {
  const origin = (run.askedAt ?? run.startedAt).getTime();
  const since = (at: Date) => Math.max(0, at.getTime() - origin);
  const startedMs = since(run.startedAt);
  const spans: Span[] = [];
  if (run.settleMs) {
    const ms = Math.min(run.settleMs, run.askedAt ? startedMs : run.settleMs);
    spans.push({ kind: "wait", label: "Wait for more", startMs: Math.max(0, startedMs - ms), ms });
  }
  spans.push(...roundsOf(run, startedMs, since), ...deliveryOf(run.messages[0], since));
  return spans;
}

/**
 * Each call of the model, and beneath it the tools, which run at the same time. What kept no time of its own follows what
 * stands before it; a run that kept no rounds has one, of the model's whole time.
 */
function roundsOf({ rounds, modelMs }: Timed, startedMs: number, since: (at: Date) => number): Span[] {
  if (rounds.length === 0) {
    return modelMs === null ? [] : [{ kind: "model", label: "Model", startMs: startedMs, ms: modelMs }];
  }
  const several = rounds.filter(({ model }) => model).length > 1;
  let end = startedMs;
  return rounds.flatMap(({ model, tools }) => {
    const spans: Span[] = [];
    if (model) {
      const startMs = model.at ? since(new Date(model.at)) : end;
      spans.push({ kind: "model", label: several ? `Model, step ${model.round + 1}` : "Model", startMs, ms: model.ms });
      end = startMs + model.ms;
    }
    const toolsBegin = end;
    for (const { name, startedAt, ms } of tools) {
      if (ms === null) continue;
      const startMs = startedAt ? since(startedAt) : toolsBegin;
      spans.push({ kind: "tool", label: `Tool ${name}`, startMs, ms });
      end = Math.max(end, startMs + ms);
    }
    return spans;
  });
}

const takenBy = new Set(["accepted", "scheduled", "queued", "sending", "sent"]);

function deliveryOf(message: Timed["messages"][number] | undefined, since: (at: Date) => number): Span[] {
  if (!message?.attemptedAt) return [];
  const spans: Span[] = [];
  let startMs = since(message.attemptedAt);
  const step = (kind: Span["kind"], label: string, at: Date | undefined) => {
    if (!at) return;
    const ms = Math.max(0, since(at) - startMs);
    spans.push({ kind, label, startMs, ms });
    startMs += ms;
  };
  const first = (match: (status: string) => boolean) => message.events.find((event) => match(event.status))?.createdAt;
  step(
    "twilio",
    "Twilio accepts",
    first((status) => takenBy.has(status)),
  );
  step(
    "delivered",
    "Delivered",
    first((status) => status === "delivered"),
  );
  step(
    "read",
    "Read",
    first((status) => status === "read"),
  );
  return spans;
}
