import { ChevronRight } from "lucide-react";
import { StatusMark } from "@/components/ui/status-mark";
import type { HealthResult } from "@/lib/health/read-health";
import { Facts } from "./facts";
import { SampleBars } from "./sample-bars";

/** A check that is well: one line, and what it rests on when it is opened. */
export function CheckRow({ result, checked }: { result: HealthResult; checked: string }) {
  const { status, title, sentence, facts, samples } = result;
  return (
    <li className="border-line border-b">
      <details className="group">
        <summary className="grid min-h-11 list-none grid-cols-[20px_minmax(0,1fr)_14px] items-center gap-x-3 py-2 pr-1 pl-1 text-small hover:bg-hover lg:grid-cols-[20px_132px_minmax(0,1fr)_auto_191px_14px] lg:gap-x-3.5 lg:pl-4 [&::-webkit-details-marker]:hidden">
          <StatusMark status={status} />
          <span className="font-medium">{title}</span>
          <span className="text-ink-2 [overflow-wrap:anywhere] max-lg:col-start-2 max-lg:row-start-2">{sentence}</span>
          <span className="text-ink-3 text-meta max-lg:hidden">{checked}</span>
          <SampleBars samples={samples} className="max-lg:hidden" />
          <ChevronRight
            aria-hidden="true"
            className="size-3.5 text-ink-3 transition-transform duration-(--t-1) group-open:rotate-90 max-lg:col-start-3 max-lg:row-start-1"
          />
        </summary>
        <div className="max-w-[560px] pr-1 pb-3 pl-8 lg:pl-[50px]">
          <SampleBars samples={samples} className="mb-2 w-full lg:hidden" />
          <Facts facts={facts} />
        </div>
      </details>
    </li>
  );
}
