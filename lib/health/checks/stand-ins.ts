import { z } from "zod";
import { replySteps } from "../../conversations/receipt-schema";
import { type CheckContext, counted, defineCheck, explanation, hourMs, iso, isoTime } from "../schema";

const hoursBack = 3;

/** Whether answers came from another model than the one that the version names first. */
export const standIns = defineCheck({
  key: "stand-ins",
  title: "Stand-in models",
  group: "answering",
  evidence: z.object({
    /** The model that should answer. */
    model: z.string().nullable(),
    /** How many may stand in for it. */
    chosen: z.int(),
    answered: z.int(),
    /** Which ones answered instead, how often. */
    stoodIn: z.array(z.object({ model: z.string(), count: z.int() })),
    firstAt: isoTime.nullable(),
    lastAt: isoTime.nullable(),
    /** What was wrong with the first one. */
    why: z.string().nullable(),
  }),

  async run(context) {
    const { db, now, app } = context;
    if (!app.version) return { status: "good", evidence: nothing };
    const since = new Date(now.getTime() - hoursBack * hourMs);
    const groups = await db.replyRun.groupBy({
      by: ["appVersionId", "model"],
      where: { outcome: "answered", startedAt: { gte: since } },
      _count: true,
      _min: { startedAt: true },
      _max: { startedAt: true },
    });
    const versionIds = groups.map(({ appVersionId }) => appVersionId);
    const versions = await db.appVersion.findMany({
      where: { id: { in: versionIds } },
      select: { id: true, model: { select: { model: true } } },
    });
    const firstOf = new Map(versions.map(({ id, model }) => [id, model.model]));
    const instead = groups.filter(({ appVersionId, model }) => firstOf.get(appVersionId) !== model);
    const times = instead.flatMap(({ _min, _max }) => [_min.startedAt, _max.startedAt]).filter((at) => at !== null);
    times.sort((one, two) => one.getTime() - two.getTime());
    const evidence = {
      model: (await findFirstModel(context))?.model ?? null,
      chosen: app.version.fallbackModelIds.length,
      answered: groups.reduce((sum, group) => sum + group._count, 0),
      stoodIn: countByModel(instead),
      firstAt: iso(times.at(0)),
      lastAt: iso(times.at(-1)),
      why: instead.length > 0 ? await findReason(context, since) : null,
    };
    return { status: instead.length > 0 ? "look" : "good", evidence };
  },

  explain({ model, chosen, answered, stoodIn, firstAt, lastAt, why }, status, { at }) {
    if (!model) return explanation({ sentence: "No model is in use yet." });
    if (status === "good") {
      return explanation({
        sentence: chosen
          ? `${model} gives the answers itself; ${counted(chosen, "model stands", "models stand")} ready.`
          : `No model stands in for ${model}: if it fails, customers get the fallback text.`,
      });
    }
    const count = stoodIn.reduce((sum, one) => sum + one.count, 0);
    return explanation({
      sentence: `${counted(count, "answer")} came from a stand-in since ${at(firstAt ?? "")}`,
      whatHappened: `${model} gave no answer, and another model of the version was asked. ${why ?? ""}`.trim(),
      whatToDo: [
        `See under “Model key” whether ${model} is well again: then nothing is needed.`,
        "If it lasts, choose another first model and publish. Receipts name the model of each answer.",
      ],
      facts: [
        ...stoodIn.map((one) => ({ term: one.model, detail: counted(one.count, "answer") })),
        { term: `Last ${hoursBack} hours`, detail: counted(answered, "answer") },
        { term: "Last by a stand-in", detail: at(lastAt ?? "") },
      ],
      repair: { label: "Choose another model", page: "assistant" },
    });
  },
});

const nothing = { model: null, chosen: 0, answered: 0, stoodIn: [], firstAt: null, lastAt: null, why: null };

function countByModel(groups: { model: string; _count: number }[]): { model: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { model, _count } of groups) counts.set(model, (counts.get(model) ?? 0) + _count);
  return [...counts].map(([model, count]) => ({ model, count }));
}

function findFirstModel({ db, app }: CheckContext) {
  return db.organizationModel.findUnique({
    where: { id: app.version?.organizationModelId ?? "" },
    select: { model: true, providerKey: { select: { openedAt: true, openedBecause: true } } },
  });
}

/** What the newest answer by a stand-in met, else what last opened the circuit breaker. */
async function findReason(context: CheckContext, since: Date): Promise<string | null> {
  const first = await findFirstModel(context);
  const run = await context.db.replyRun.findFirst({
    where: { outcome: "answered", startedAt: { gte: since }, model: { not: first?.model ?? "" } },
    orderBy: { startedAt: "desc" },
    select: { steps: true },
  });
  const attempts = replySteps.parse(run?.steps).flatMap((step) => step.attempts ?? []);
  const met = attempts.find(({ error }) => error)?.error;
  const key = first?.providerKey;
  return met ?? (key?.openedAt && key.openedAt >= since ? key.openedBecause : null);
}
