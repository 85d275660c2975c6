import { z } from "zod";
import { countUnanswered } from "../count-unanswered";
import { counted, dayMs, defineCheck, explanation, isoTime, minuteMs } from "../schema";

/** Whether work is waiting that should have been done: events, answers, messages to send. */
export const jobs = defineCheck({
  key: "jobs",
  title: "Jobs",
  group: "answering",
  evidence: z.object({
    /** Age of the oldest event that the job server has not taken, in ms. */
    eventMs: z.int(),
    /** Customers without an answer for more than a minute, while the assistant should give one. */
    unanswered: z.int(),
    /** Messages of ours that have waited to be sent for more than a minute. */
    unsent: z.int(),
    oldestAt: isoTime.nullable(),
  }),

  async run(context) {
    const { db, now, app } = context;
    const event = await db.outboxEvent.findFirst({ orderBy: { createdAt: "asc" }, select: { createdAt: true } });
    const eventMs = event ? Math.max(0, now.getTime() - event.createdAt.getTime()) : 0;
    const answers = app.version && app.mode === "open";
    const unanswered = answers ? await countUnanswered(context) : { waiting: 0, oldestAt: null };
    const late = new Date(now.getTime() - minuteMs);
    const unsent = await db.message.aggregate({
      where: {
        direction: "outbound",
        deliveryState: { in: ["pending", "sending"] },
        createdAt: { gte: new Date(now.getTime() - dayMs), lt: late },
        OR: [{ retryAt: null }, { retryAt: { lt: late } }],
      },
      _count: true,
      _min: { createdAt: true },
    });
    const times = [event?.createdAt, unanswered.oldestAt, unsent._min.createdAt].filter((time) => time instanceof Date);
    const oldest = times.sort((left, right) => left.getTime() - right.getTime())[0];
    const evidence = {
      eventMs,
      unanswered: unanswered.waiting,
      unsent: unsent._count,
      oldestAt: oldest?.toISOString() ?? null,
    };
    const waitedMs = oldest ? now.getTime() - oldest.getTime() : 0;
    const waits = unanswered.waiting > 0 || unsent._count > 0 || eventMs > minuteMs / 2;
    return { status: !waits ? "good" : waitedMs > 3 * minuteMs ? "broken" : "look", evidence };
  },

  explain({ eventMs, unanswered, unsent, oldestAt }, status, { at }) {
    const facts = [
      { term: "Without an answer", detail: counted(unanswered, "customer") },
      { term: "Not sent yet", detail: counted(unsent, "message") },
      { term: "Oldest event", detail: eventMs ? `${Math.round(eventMs / 1_000)} s` : "none" },
      ...(oldestAt ? [{ term: "Since", detail: at(oldestAt) }] : []),
    ];
    if (status === "good") return explanation({ sentence: "Nothing is waiting.", facts });
    return explanation({
      situation: "Delayed responses",
      sentence:
        unanswered > 0
          ? `${counted(unanswered, "customer")} ${unanswered === 1 ? "has" : "have"} waited for more than a minute`
          : "Work is waiting that should be done",
      whatHappened:
        eventMs > minuteMs / 2
          ? "The job server does not take events. Messages are stored safely; answers begin when it is back."
          : "Answers or messages are late. Each minute we look for what was forgotten and try it again.",
      whatToDo: [
        "Wait a minute: most of the time it catches up.",
        "If it lasts, whoever runs Frontdesk looks at the job server and at the log (operations: jobs).",
        "Until then a person can answer by hand.",
      ],
      facts,
      repair: { label: "See who waits", page: "conversations" },
    });
  },
});
