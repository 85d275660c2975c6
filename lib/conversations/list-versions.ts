import type { TenantDatabase } from "../db/for-organization";

export interface AnsweringVersion {
  number: number;
  model: string;
}

/** The versions that may have answered, newest first, at most 100: what a filter offers. */
export async function listVersions(db: TenantDatabase): Promise<AnsweringVersion[]> {
  const versions = await db.appVersion.findMany({
    orderBy: { number: "desc" },
    take: 100,
    select: { number: true, model: { select: { model: true } } },
  });
  return versions.map(({ number, model }) => ({ number, model: model.model }));
}
