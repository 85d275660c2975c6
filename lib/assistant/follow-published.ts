import { isDeepStrictEqual } from "node:util";
import type { TenantTransaction } from "../db/for-organization";
import { changedFields, requireDraft } from "./open-draft";
import { type Answering, type AnsweringField, answeringFields } from "./schema";

/**
 * Lets the draft follow a newly published version, in the transaction that publishes it: a field that nobody had changed
 * in the draft becomes the new version's, so that publishing the draft later does not bring back what was. Changed ones
 * stay; the draft then goes on to say that it began from an older version, until it is published or discarded.
 */
export async function followPublished(
  tx: TenantTransaction,
  before: Answering,
  after: Answering,
  number: number,
): Promise<void> {
  if (!(await tx.assistantDraft.findFirst({ select: { id: true } }))) return;
  const { draft, content, history } = await requireDraft(tx);
  const fields = Object.keys(answeringFields) as AnsweringField[];
  const kept = fields.filter((field) => !isDeepStrictEqual(content[field], before[field]));
  const next: Answering = { ...after, ...Object.fromEntries(kept.map((field) => [field, content[field]])) };
  const differs = changedFields(after, next).length > 0;
  await tx.assistantDraft.update({
    where: { id: draft.id },
    data: {
      content: next,
      changes: differs ? history : {},
      revision: { increment: 1 },
      ...(!differs && { basedOn: number }),
    },
  });
}
