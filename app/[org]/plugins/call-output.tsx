import { formatNumber } from "@/components/format";
import type { ToolCallView } from "@/lib/plugins/schema";

type Answer = Pick<ToolCallView, "output" | "outputBytes" | "truncated" | "error">;

/** What a tool gave, as the model was given it, or why it gave nothing. */
export function CallOutput({ call: { output, outputBytes, truncated, error } }: { call: Answer }) {
  return (
    <>
      {error && <p className="rounded-2 bg-bad-soft px-2.5 py-2 text-bad-ink text-small">{error}</p>}
      {output !== null && (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-96 overflow-auto whitespace-pre-wrap rounded-3 bg-sunken px-4 py-3 font-mono text-meta [overflow-wrap:anywhere]"
        >
          {pretty(output)}
        </pre>
      )}
      {truncated && (
        <p className="text-ink-3 text-meta">
          Cut: the tool gave {formatNumber(outputBytes ?? 0)} bytes, and the model was given what stands here.
        </p>
      )}
    </>
  );
}

/** JSON in lines; anything else as it is. */
function pretty(output: string): string {
  if (output.trim() === "") return "Nothing.";
  try {
    return JSON.stringify(JSON.parse(output), null, 2);
  } catch {
    return output;
  }
}
