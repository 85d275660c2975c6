import type { AppVersion } from "@/generated/prisma/client";
import { memberNames } from "../auth/member-names";
import type { TenantDatabase } from "../db/for-organization";
import { notFound } from "../errors";
import { changedFields } from "./open-draft";
import type { Answering, AnsweringField } from "./schema";
import { answeringOf } from "./version-content";

/** One version in the history: who published it, when and why. */
export interface VersionRow {
  id: string;
  number: number;
  /** It is the one that answers. */
  live: boolean;
  note: string;
  /** The number of the version that it brought back; null when it was written anew. */
  restoredFrom: number | null;
  by: string;
  createdAt: Date;
  /** What it changed of the version before; empty for the first. */
  changed: AnsweringField[];
}

export interface VersionView extends VersionRow {
  content: Answering;
}

/** Newest first, `limit` at a time (1 to 100); `before` is the number of the last one of the page before. */
export async function listVersions(
  db: TenantDatabase,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<{ data: VersionRow[]; nextCursor: string | null }> {
  const found = await db.appVersion.findMany({
    where: { number: { lt: before } },
    orderBy: { number: "desc" },
    // One more: what the last of the page changed shows against it.
    take: limit + 1,
  });
  const page = found.slice(0, limit);
  const view = await viewer(db, page);
  const rows = page.map((version, index) => view(version, found[index + 1]));
  return { data: rows, nextCursor: found.length > limit ? String(page.at(-1)?.number) : null };
}

/** Throws `not_found`. */
export async function getVersion(db: TenantDatabase, by: { id: string } | { number: number }): Promise<VersionView> {
  const version = await db.appVersion.findFirst({ where: by });
  if (!version) throw notFound("version");
  const before = await db.appVersion.findFirst({
    where: { number: { lt: version.number } },
    orderBy: { number: "desc" },
  });
  const view = await viewer(db, [version]);
  return { ...view(version, before ?? undefined), content: answeringOf(version) };
}

async function viewer(db: TenantDatabase, versions: AppVersion[]) {
  const nameOf = await memberNames(
    db,
    versions.map((version) => version.createdById),
  );
  const app = await db.whatsAppApp.findFirst({ select: { publishedVersionId: true } });
  return (version: AppVersion, before: AppVersion | undefined): VersionRow => ({
    id: version.id,
    number: version.number,
    live: version.id === app?.publishedVersionId,
    note: version.note,
    restoredFrom: version.restoredFrom,
    by: nameOf(version.createdById),
    createdAt: version.createdAt,
    changed: before ? changedFields(answeringOf(before), answeringOf(version)) : [],
  });
}
