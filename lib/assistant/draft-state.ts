import type { TenantDatabase } from "../db/for-organization";
import { countTokens } from "../gateway/count-tokens";
import { firstPartyPlugins } from "../plugins/first-party";
import { firstPartyId } from "../plugins/first-party-id";
import { systemMessage } from "./build-prompt";
import { promptProblems } from "./check-publishable";
import { type ContentLabels, diffContent, type FieldDiff } from "./diff-content";
import { type DraftView, requireDraft, viewDraft } from "./open-draft";
import type { Answering } from "./schema";
import { answeringOf } from "./version-content";

/** The draft with all that the editor says of it. */
export interface DraftState extends DraftView {
  /** What answers meanwhile. */
  publishedContent: Answering;
  /** What differs from it, in order. */
  summary: ChangeSummary[];
  /** What is wrong with the fields that the words use, by field. */
  problems: Record<string, string>;
  /** The whole message before the conversation, as the model would get it now, and about how long it is. */
  prompt: { text: string; tokens: number };
}

/** A change in a few words: how many were added and removed, or the new value. */
export type ChangeSummary = { label: string } & ({ added: number; removed: number } | { value: string });

export interface ModelChoice {
  id: string;
  label: string;
  /** Micro-units for a million tokens; null when not given. */
  prices: { input: number; output: number; currency: string } | null;
}

/** Throws `not_found` before there is an assistant. */
export async function readDraftState(db: TenantDatabase): Promise<DraftState> {
  const open = await requireDraft(db);
  const draft = viewDraft(open);
  const publishedContent = answeringOf(open.published);
  const text = systemMessage(draft.content, new Date());
  return {
    ...draft,
    publishedContent,
    summary: diffContent(publishedContent, draft.content, await contentLabels(db)).map(summarize),
    problems: promptProblems(draft.content),
    prompt: { text, tokens: await countTokens(text) },
  };
}

/** The names of all models, those that were deleted included, because old versions still name them; and of all plugins. */
export async function contentLabels(db: TenantDatabase): Promise<ContentLabels> {
  const [models, servers] = await Promise.all([
    db.organizationModel.findMany({ select: { id: true, label: true } }),
    db.plugin.findMany({ where: { kind: "mcp" }, select: { id: true, name: true } }),
  ]);
  return new Map([
    ...models.map(({ id, label }) => [id, label] as const),
    ...servers.map(({ id, name }) => [id, name] as const),
    ...firstPartyPlugins.map((plugin) => [firstPartyId(plugin), plugin.title] as const),
  ]);
}

/** The models that may be chosen, oldest first. */
export async function listModelChoices(db: TenantDatabase): Promise<ModelChoice[]> {
  const models = await db.organizationModel.findMany({
    where: { providerKeyId: { not: null } },
    orderBy: { id: "asc" },
  });
  return models.map(({ id, label, inputPricePerMTok: input, outputPricePerMTok: output, currency }) => ({
    id,
    label,
    prices: input === null || output === null ? null : { input, output, currency },
  }));
}

function summarize(diff: FieldDiff): ChangeSummary {
  const { label } = diff;
  if (diff.kind === "value") return { label, value: diff.after };
  return { label, added: diff.text.added, removed: diff.text.removed };
}
