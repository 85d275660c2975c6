import { formatDuration } from "@/components/format";
import type { ToolCallView } from "@/lib/plugins/schema";
import { CallOutput } from "../../../call-output";
import { CallState, stateWords } from "../../../call-state";

export type Tested = ToolCallView;

/** How the test went: read out, because it comes after a wait. */
export function TestResult({ tested }: { tested: Tested }) {
  return (
    <div role="status" className="grid gap-2">
      <p className="flex flex-wrap items-center gap-2 text-small">
        <CallState state={tested.state} />
        {tested.ms !== null && <span className="text-ink-2">in {formatDuration(tested.ms)}</span>}
        {tested.state !== "done" && <span className="text-ink-2">{stateWords[tested.state].means}</span>}
      </p>
      <CallOutput call={tested} />
    </div>
  );
}
