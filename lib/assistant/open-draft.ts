import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { AppVersion, AssistantDraft, WhatsAppApp } from "@/generated/prisma/client";
import type { TenantDatabase, TenantTransaction } from "../db/for-organization";
import { AppError } from "../errors";
import { type Answering, type AnsweringField, answeringFields } from "./schema";
import { answeringOf } from "./version-content";

/** What the next version will be, and which version answers meanwhile. */
export interface DraftView {
  content: Answering;
  /** Grows with each change: give it back when saving, so that nobody's change is lost. */
  revision: number;
  /** The version that it began from. Smaller than `published` when another was published since. */
  basedOn: number;
  published: number;
  /** Which fields differ from the published version. */
  changed: AnsweringField[];
  updatedAt: Date;
}

/** The draft, begun from the published version if there is none yet. Throws `not_found` before there is an app. */
export async function openDraft(db: TenantDatabase): Promise<DraftView> {
  return viewDraft(await requireDraft(db));
}

/** The fields in which two contents differ. */
export function changedFields(before: Answering, after: Answering): AnsweringField[] {
  const fields = Object.keys(answeringFields) as AnsweringField[];
  return fields.filter((field) => !isDeepStrictEqual(before[field], after[field]));
}

export interface OpenDraft {
  app: WhatsAppApp;
  published: AppVersion;
  draft: AssistantDraft;
  content: Answering;
  history: History;
}

/** The draft with all that belongs to it. Throws `not_found` before there is an app. */
export async function requireDraft(db: TenantTransaction): Promise<OpenDraft> {
  const app = await db.whatsAppApp.findFirst({ include: { publishedVersion: true, draft: true } });
  if (!app?.publishedVersion)
    throw new AppError("not_found", "There is no assistant yet. Connect a WhatsApp number first.");
  const { publishedVersion: published, draft: existing, ...row } = app;
  const draft = existing ?? (await beginDraft(db, app.id, published));
  return {
    app: row,
    published,
    draft,
    content: readContent(draft.content, answeringOf(published)),
    history: historySchema.parse(draft.changes),
  };
}

export function viewDraft({ draft, content, published }: OpenDraft): DraftView {
  return {
    content,
    revision: draft.revision,
    basedOn: draft.basedOn,
    published: published.number,
    changed: changedFields(answeringOf(published), content),
    updatedAt: draft.updatedAt,
  };
}

const historySchema = z
  .partialRecord(
    z.enum(Object.keys(answeringFields) as AnsweringField[]),
    z.object({ revision: z.int(), userId: z.string().nullable(), name: z.string(), at: z.string() }),
  )
  .catch({});
export type History = z.output<typeof historySchema>;

/** Two may open it first at once. */
async function beginDraft(
  db: TenantTransaction,
  whatsAppAppId: string,
  published: AppVersion,
): Promise<AssistantDraft> {
  await db.assistantDraft.createMany({
    data: [
      {
        organizationId: published.organizationId,
        whatsAppAppId,
        content: answeringOf(published),
        basedOn: published.number,
      },
    ],
    skipDuplicates: true,
  });
  return db.assistantDraft.findFirstOrThrow({ where: { whatsAppAppId } });
}

/** A field that the stored draft has not, or that is no longer allowed, is the published one. */
function readContent(stored: unknown, published: Answering): Answering {
  const given = z.record(z.string(), z.unknown()).catch({}).parse(stored);
  const read = Object.entries(answeringFields).map(([field, schema]) => {
    const result = schema.safeParse(given[field]);
    return [field, result.success ? result.data : published[field as AnsweringField]];
  });
  return Object.fromEntries(read) as Answering;
}
