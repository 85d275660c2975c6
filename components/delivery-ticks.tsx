import type { DeliveryState } from "@/lib/conversations/schema";

const clock = "M9 3.2v2.5l1.6 1M9 1.3a4.2 4.2 0 1 0 0 8.4a4.2 4.2 0 1 0 0-8.4";
const one = "m4.5 6 2.8 3L13 2";
const two = "m1 6 2.8 3L9.5 2M7.4 8.4l.6.6L13.9 2";
const ring = "M9 3.1v2.7M9 7.9v.05M9 .9a4.6 4.6 0 1 0 0 9.2a4.6 4.6 0 1 0 0-9.2";

const signs: Record<Exclude<DeliveryState, "received">, { label: string; path: string; className?: string }> = {
  pending: { label: "Waiting to be sent", path: clock },
  sending: { label: "Being sent", path: clock },
  unknown: { label: "Not confirmed by Twilio yet", path: clock },
  queued: { label: "Waiting at Twilio", path: clock },
  sent: { label: "Sent", path: one },
  delivered: { label: "Delivered", path: two },
  read: { label: "Read", path: two, className: "text-accent-ink [stroke-width:1.9]" },
  failed: { label: "Not delivered", path: ring, className: "text-bad-ink" },
};

/** The same in a word. */
export function deliveryWord(state: DeliveryState): string {
  return state === "received" ? "Received" : shortWords[state];
}

const shortWords: Record<Exclude<DeliveryState, "received">, string> = {
  pending: "Waiting",
  sending: "Sending",
  unknown: "Not confirmed",
  queued: "Queued",
  sent: "Sent",
  delivered: "Delivered",
  read: "Read",
  failed: "Failed",
};

/** How far an outbound message got, as WhatsApp's users know it; each sign has its words. */
export function DeliveryTicks({ state }: { state: DeliveryState }) {
  if (state === "received") return null;
  const { label, path, className = "" } = signs[state];
  return (
    <svg
      viewBox="0 0 16 11"
      role="img"
      aria-label={label}
      data-delivery={state}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`h-[11px] w-4 shrink-0 ${className}`}
    >
      <title>{label}</title>
      <path d={path} />
    </svg>
  );
}
