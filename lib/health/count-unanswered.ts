import type { CheckContext } from "./schema";
import { dayMs, minuteMs } from "./schema";

export interface Unanswered {
  /** Conversations of the last day in which a customer has waited for the assistant for more than a minute. */
  waiting: number;
  /** When the one that has waited longest wrote last. */
  oldestAt: Date | null;
}

/** Who waits for the assistant. A conversation that a person has is not counted: that person knows. */
export async function countUnanswered({ db, now }: Pick<CheckContext, "db" | "now">): Promise<Unanswered> {
  const { _count: waiting, _min: oldest } = await db.conversation.aggregate({
    where: {
      mode: "bot",
      lastMessageAt: { gte: new Date(now.getTime() - dayMs) },
      lastInboundAt: { lt: new Date(now.getTime() - minuteMs) },
      inboundSeq: { gt: db.conversation.fields.answeredSeq },
    },
    _count: true,
    _min: { lastInboundAt: true },
  });
  return { waiting, oldestAt: oldest.lastInboundAt };
}
