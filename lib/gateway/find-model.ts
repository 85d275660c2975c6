import { z } from "zod";
import type { TenantDatabase } from "../db/for-organization";
import { tenantQuery } from "../db/tenant-query";
import { type OpenModel, type StoredKey, type StoredModel, withKey } from "./open-model";

/**
 * A model by what a client of the gateway calls it: its id here, its name at the provider, or its label, in this order.
 * Where two share a name or a label, the older one is meant. Null when there is none, or it was deleted.
 */
export async function findModel(db: TenantDatabase, asked: string): Promise<OpenModel | null> {
  const id = z.uuid().safeParse(asked).data ?? null;
  const [found] = await tenantQuery<FoundModel>(db, statement, [asked, id]);
  if (!found) return null;
  const { providerKeyId, provider, baseUrl, apiKey, ...row } = found;
  return withKey(db, row, { id: providerKeyId, provider, baseUrl, apiKey });
}

type FoundModel = StoredModel & Omit<StoredKey, "id"> & { providerKeyId: string };

/** By hand, because each request of the gateway waits for it. */
const statement = `
  SELECT model."id", model."model", model."label", model."currency", model."inputPricePerMTok", model."outputPricePerMTok",
    key."id" AS "providerKeyId", key."provider", key."baseUrl", key."apiKey"
  FROM "OrganizationModel" AS model
  JOIN "ProviderKey" AS key ON key."organizationId" = model."organizationId" AND key."id" = model."providerKeyId"
  WHERE model."organizationId" = $1 AND (model."model" = $2 OR model."label" = $2 OR model."id" = $3::uuid)
  ORDER BY model."id" = $3::uuid DESC NULLS LAST, model."model" = $2 DESC, model."id"
  LIMIT 1`;
