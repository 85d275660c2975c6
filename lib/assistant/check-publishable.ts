import type { TenantTransaction } from "../db/for-organization";
import { AppError } from "../errors";
import { findMissingModels } from "../gateway/models";
import { parseInput } from "../parse-input";
import { unknownFields, usedFields } from "./fill-fields";
import { type Answering, answeringSchema } from "./schema";
import { unfilledPlaceholders } from "./unfilled-placeholders";

/** Throws `invalid` with a sentence for each field that would make a version answer badly, or not at all. */
export async function checkPublishable(db: TenantTransaction, content: Answering): Promise<void> {
  parseInput(answeringSchema, content);
  const fields = {
    ...promptProblems(content),
    ...(await modelProblems(db, content)),
  };
  const [first] = Object.values(fields);
  if (first) throw new AppError("invalid", first, { fields });
}

/** What is wrong with the words and the fields that they use; also shown while somebody types. */
export function promptProblems({
  systemPrompt,
  rules,
  business,
}: Pick<Answering, "systemPrompt" | "rules" | "business">): Record<string, string> {
  const problems: Record<string, string> = {};
  const inPrompt = wordsProblem(systemPrompt);
  const inRules = wordsProblem(rules.join("\n"));
  if (inPrompt) problems.systemPrompt = inPrompt;
  if (inRules) problems.rules = inRules;
  const used = usedFields([systemPrompt, ...rules].join("\n"));
  const noHours = Object.values(business.hours).every((day) => day.length === 0);
  if (used.has("business.name") && !business.name)
    problems.business = "The prompt uses {{business.name}}: give the business’s name.";
  else if (noHours && [...used].some((field) => field.startsWith("hours.")))
    problems.business = "The prompt uses the opening hours: give them, or take the field out.";
  return problems;
}

const listed = new Intl.ListFormat("en");

function wordsProblem(text: string): string | null {
  const [unknown] = unknownFields(text);
  if (unknown !== undefined) return noSuchField(unknown);
  const unfilled = unfilledPlaceholders(text);
  if (unfilled.length === 0) return null;
  const it = unfilled.length === 1 ? "it" : "them";
  return `Write your own words for ${listed.format(unfilled)}, or take ${it} out: customers would be answered with ${it}.`;
}

function noSuchField(name: string): string {
  return `There is no field {{${name}}}. Insert one from the list, or write it without the braces.`;
}

/** The model, and those that stand in for it, which no foreign key holds. */
async function modelProblems(
  db: TenantTransaction,
  { organizationModelId, fallbackModelIds }: Answering,
): Promise<Record<string, string>> {
  const gone = new Set(await findMissingModels(db, [organizationModelId, ...fallbackModelIds]));
  return {
    ...(gone.has(organizationModelId) && { organizationModelId: "This model was deleted. Choose another one." }),
    ...(fallbackModelIds.some((id) => gone.has(id)) && {
      fallbackModelIds: "A stand-in model was deleted. Take it out, or choose another one.",
    }),
  };
}
