import { Clock } from "lucide-react";
import { duration, type ViewerClock } from "./create-clock";
import { Pill } from "./ui/pill";

const windowMs = 24 * 60 * 60 * 1000;
const soonMs = 2 * 60 * 60 * 1000;

export function isWindowClosed(lastInboundAt: Date, clock: ViewerClock): boolean {
  return clock.now.getTime() - lastInboundAt.getTime() >= windowMs;
}

/** How long WhatsApp still takes free text: 24 hours from the customer's last message, then only approved templates. */
export function WindowPill({ lastInboundAt, clock }: { lastInboundAt: Date; clock: ViewerClock }) {
  const until = new Date(lastInboundAt.getTime() + windowMs);
  const left = until.getTime() - clock.now.getTime();
  if (left <= 0) {
    return (
      <Pill tone="bad" title={`Free text was possible until ${clock.full(until)}`}>
        <Clock aria-hidden="true" />
        Window closed
      </Pill>
    );
  }
  return (
    <Pill tone={left < soonMs ? "brass" : "outline"} title={`Free text is possible until ${clock.full(until)}`}>
      <Clock aria-hidden="true" />
      {duration(left)}
      <span className={left < soonMs ? "" : "sr-only"}> left</span>
    </Pill>
  );
}
