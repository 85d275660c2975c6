import { z } from "zod";
import type { HealthStatus } from "@/generated/prisma/enums";
import { type CheckContext, counted, defineCheck, explanation, hourMs, iso, isoTime, minuteMs } from "../schema";

const troubleNow = 3;

/** Whether the model's provider accepts the key, has the model, and answers. */
export const modelKey = defineCheck({
  key: "model-key",
  title: "Model key",
  group: "answering",
  evidence: z.object({
    key: z.string().nullable(),
    model: z.string().nullable(),
    /** What the last call with the key showed to be wrong, of the ones after the last answer. */
    problem: z.string().nullable(),
    /** True where only the owner can change it. */
    lasting: z.boolean(),
    failed: z.int(),
    answered: z.int(),
    lastAnsweredAt: isoTime.nullable(),
    /** While the key's circuit breaker holds calls back, or has let one through to see. */
    breaker: z
      .object({ openedAt: isoTime.nullable(), openUntil: isoTime, because: z.string().nullable() })
      .nullable()
      .default(null),
  }),

  async run(context) {
    const { db, now, app } = context;
    if (!app.version) return { status: "good", evidence: nothing };
    const since = { gte: new Date(now.getTime() - hourMs) };
    const model = await findModel(context);
    const [answered, failed] = [
      await db.replyRun.count({ where: { outcome: "answered", startedAt: since } }),
      await db.replyRun.count({ where: { outcome: "failed", startedAt: since } }),
    ];
    const lastAnswered = await db.replyRun.findFirst({
      where: { outcome: "answered" },
      orderBy: { startedAt: "desc" },
      select: { startedAt: true },
    });
    const wrong = await findProblem(context, model, lastAnswered?.startedAt ?? new Date(0));
    const breaker = breakerOf(model, now);
    const evidence = {
      key: model?.providerKey?.label ?? null,
      model: model?.model ?? null,
      problem: wrong?.problem ?? breaker?.because ?? null,
      lasting: wrong?.lasting ?? false,
      failed,
      answered,
      lastAnsweredAt: iso(lastAnswered?.startedAt),
      breaker,
    };
    const status = statusOf(wrong, failed);
    return { status: breaker && status === "good" ? "look" : status, evidence };
  },

  explain({ key, model, problem, lasting, failed, answered, lastAnsweredAt, breaker }, status, { at }) {
    const facts = [
      ...(model ? [{ term: "Model", detail: model, look: "mono" as const }] : []),
      ...(key ? [{ term: "Key", detail: key }] : []),
      { term: "Last hour", detail: `${counted(answered, "answer")}, ${counted(failed, "failure")}` },
      ...(breaker
        ? [
            {
              term: "Circuit breaker",
              detail: `open since ${at(breaker.openedAt ?? breaker.openUntil)}`,
              look: "wrong" as const,
            },
          ]
        : []),
      ...(lastAnsweredAt ? [{ term: "Last answer", detail: at(lastAnsweredAt) }] : []),
    ];
    if (!model) return explanation({ sentence: "No model is in use yet." });
    if (status === "good") {
      const retries = failed > 0 ? ` ${counted(failed, "answer")} failed in the last hour.` : "";
      return explanation({ sentence: `${key ?? "The provider"} accepts the key and has ${model}.${retries}`, facts });
    }
    return explanation({
      situation: "No response",
      sentence: lasting ? "The model cannot be used" : "The model's provider has trouble",
      whatHappened:
        `${problem ?? ""} ${breaker ? heldBack : ""} Where no model stands in, customers get the fallback text, and their conversations are marked for a person.`
          .trim()
          .replaceAll("  ", " "),
      whatToDo: lasting
        ? [
            "Read what the provider says above: the key, its rights, its credit, or the model's name.",
            "Enter another key or choose another model. It is tested at once.",
            "Then answer the customers who wait; they are marked under Conversations.",
          ]
        : [
            "Look at the provider's status page. We try again by ourselves.",
            "If it lasts, choose a model of another provider and publish.",
          ],
      facts,
      repair: lasting
        ? { label: "Change key or model", page: "whatsapp" }
        : { label: "Choose another model", page: "assistant" },
    });
  },
});

const heldBack =
  "It failed so often in a row that the key’s circuit breaker is open: the provider is asked once every half minute, until it answers.";

const nothing = {
  key: null,
  model: null,
  problem: null,
  lasting: false,
  failed: 0,
  answered: 0,
  lastAnsweredAt: null,
  breaker: null,
};

type Model = Awaited<ReturnType<typeof findModel>>;

function findModel({ db, app }: CheckContext) {
  return db.organizationModel.findUnique({
    where: { id: app.version?.organizationModelId ?? "" },
    select: {
      model: true,
      providerKey: {
        select: {
          label: true,
          testedAt: true,
          testProblem: true,
          openUntil: true,
          openedAt: true,
          openedBecause: true,
        },
      },
    },
  });
}

/** A process that ended while its breaker was open says no more: what is well past is closed. */
const forgottenAfterMs = 2 * minuteMs;

function breakerOf(model: Model, now: Date) {
  const { openUntil, openedAt, openedBecause } = model?.providerKey ?? {};
  if (!openUntil || openUntil.getTime() < now.getTime() - forgottenAfterMs) return null;
  return { openUntil: openUntil.toISOString(), openedAt: iso(openedAt), because: openedBecause ?? null };
}

/** The newest of what a reply and what a test of the key met, if it is newer than the last answer. */
async function findProblem({ db }: CheckContext, model: Model, answeredAt: Date) {
  const run = await db.replyRun.findFirst({
    where: { errorKind: { in: ["owner_must_fix", "retry_later"] }, startedAt: { gt: answeredAt } },
    orderBy: { startedAt: "desc" },
    select: { startedAt: true, errorKind: true, errorMessage: true },
  });
  const tested = model?.providerKey;
  const testFailed = tested?.testProblem && tested.testedAt && tested.testedAt > answeredAt ? tested : null;
  if (testFailed?.testedAt && (!run || testFailed.testedAt > run.startedAt)) {
    return { problem: testFailed.testProblem, lasting: true };
  }
  // The key was tested with success since.
  if (run && tested?.testedAt && !tested.testProblem && tested.testedAt > run.startedAt) return null;
  return run && { problem: run.errorMessage, lasting: run.errorKind === "owner_must_fix" };
}

function statusOf(wrong: { lasting: boolean } | null, failed: number): HealthStatus {
  if (!wrong) return "good";
  return wrong.lasting || failed >= troubleNow ? "broken" : "look";
}
