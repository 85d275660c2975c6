import type { z } from "zod";
import { promptProblems } from "../assistant/check-publishable";
import { answeringDefaults } from "../assistant/schema";
import type { Actor } from "../audit/schema";
import type { TenantDatabase } from "../db/for-organization";
import { AppError } from "../errors";
import { createModel } from "../gateway/models";
import type { modelSchema } from "../gateway/schema";
import type { firstVersionFormSchema } from "./schema";
import { keepSetupNotes, readSetupNotes } from "./setup-notes";
import { updateWhatsAppApp } from "./whatsapp-app";

/**
 * Takes a model of a provider for the first version; the same one at the same price is not made twice. Throws as
 * `createModel`.
 */
export async function chooseModel(db: TenantDatabase, input: z.input<typeof modelSchema>, actor: Actor): Promise<void> {
  const known = await db.organizationModel.findFirst({
    where: {
      providerKeyId: input.providerKeyId,
      model: input.model,
      inputPricePerMTok: micros(input.inputPricePerMTok),
      outputPricePerMTok: micros(input.outputPricePerMTok),
    },
    select: { id: true },
  });
  const modelId = known?.id ?? (await createModel(db, input, actor)).organizationModelId;
  await keepSetupNotes(db, { modelId });
}

/**
 * Publishes version 1 with the chosen model, and begins to wait for the first message. Throws `invalid` by the form's
 * field for words that must not go out, `conflict` before a model is chosen, and as `updateWhatsAppApp`.
 */
export async function publishFirstVersion(
  db: TenantDatabase,
  content: z.output<typeof firstVersionFormSchema>,
  actor: Actor,
): Promise<void> {
  checkWords(content);
  const { modelId } = await readSetupNotes(db);
  const model = await db.organizationModel.findFirst({
    where: { providerKeyId: { not: null }, ...(modelId && { id: modelId }) },
    orderBy: { id: "desc" },
    select: { id: true },
  });
  if (!model) throw new AppError("conflict", "No model is chosen yet. Choose one in step 2.");
  // Before it, so that no message falls between.
  await keepSetupNotes(db, { testAwaitedSince: new Date().toISOString() });
  await updateWhatsAppApp(db, { ...content, defaultOrganizationModelId: model.id }, actor);
}

/** As for a draft; what is wrong with the business is, with a name given, that there are no hours. */
function checkWords({ systemPrompt, business }: z.output<typeof firstVersionFormSchema>): void {
  const { rules } = answeringDefaults;
  const { business: noHours, ...problems } = promptProblems({ systemPrompt, rules, business });
  const fields = { ...problems, ...(noHours && { mondayFrom: noHours }) };
  const [first] = Object.values(fields);
  if (first) throw new AppError("invalid", first, { fields });
}

function micros(dollars: number | undefined): number | null {
  return dollars === undefined ? null : Math.round(dollars * 1_000_000);
}
