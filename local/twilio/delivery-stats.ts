import type { TwilioStore } from "./store";

export interface CustomerStats {
  customer: string;
  /** Messages that the customer wrote. */
  written: number;
  /** Of these, the ones that the app's webhook answered with 2xx. */
  taken: number;
  /** Replies that Twilio accepted, whatever became of them. */
  replies: number;
  delivered: number;
  failed: number;
  /** Texts that the customer was sent more than once. */
  repeated: { body: string; times: number }[];
}

/** What Twilio's side counts, customer by customer and in all: the judge of "answered exactly once". */
export function deliveryStats(store: TwilioStore): {
  total: Omit<CustomerStats, "customer">;
  customers: CustomerStats[];
} {
  const customers = new Map<string, CustomerStats>();
  const bodies = new Map<string, { customer: string; body: string; times: number }>();
  for (const message of store.messages()) {
    const isInbound = message.direction === "inbound";
    const customer = store.customerOf(isInbound ? message.from : message.to);
    const stats = customers.get(customer) ?? { customer, ...nothing() };
    customers.set(customer, stats);
    if (isInbound) {
      stats.written += 1;
      stats.taken += message.taken ? 1 : 0;
      continue;
    }
    stats.replies += 1;
    stats.delivered += message.status === "delivered" || message.status === "read" ? 1 : 0;
    stats.failed += message.status === "failed" || message.status === "undelivered" ? 1 : 0;
    const text = bodies.get(`${customer} ${message.body}`) ?? { customer, body: message.body, times: 0 };
    text.times += 1;
    bodies.set(`${customer} ${message.body}`, text);
  }
  for (const { customer, body, times } of bodies.values()) {
    if (times > 1) customers.get(customer)?.repeated.push({ body, times });
  }
  return { total: sum([...customers.values()]), customers: [...customers.values()] };
}

function nothing(): Omit<CustomerStats, "customer"> {
  return { written: 0, taken: 0, replies: 0, delivered: 0, failed: 0, repeated: [] };
}

function sum(customers: CustomerStats[]): Omit<CustomerStats, "customer"> {
  return customers.reduce(
    (total, stats) => ({
      written: total.written + stats.written,
      taken: total.taken + stats.taken,
      replies: total.replies + stats.replies,
      delivered: total.delivered + stats.delivered,
      failed: total.failed + stats.failed,
      repeated: [...total.repeated, ...stats.repeated],
    }),
    nothing(),
  );
}
