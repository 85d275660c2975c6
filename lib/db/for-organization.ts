import { LRUCache } from "lru-cache";
import { Prisma, type PrismaClient } from "@/generated/prisma/client";
import { database } from "./client";

/**
 * The tenant-scoped client: every `where` and every `data` carries the organisation, so that another one's rows are
 * neither read nor written. Refused are models without organizationId, nested writes (a nested connect could move
 * another tenant's row) and raw SQL, the last by type as well.
 */
export function forOrganization(organizationId: string): TenantDatabase {
  const { prisma } = database();
  const made = madeOf.get(prisma) ?? new LRUCache({ max: 1_000 });
  madeOf.set(prisma, made);
  const known = made.get(organizationId) ?? scope(prisma, organizationId);
  made.set(organizationId, known);
  return known;
}

/** Kept, because it builds what it needs of a model when that is first asked for, and a job asks for many. */
const madeOf = new WeakMap<PrismaClient, LRUCache<string, TenantDatabase>>();

function scope(prisma: PrismaClient, organizationId: string) {
  const scoped = prisma.$extends({
    name: `organization ${organizationId}`,
    query: {
      $allModels: {
        $allOperations({ model, operation, args, query }) {
          return query(scopeArguments(model, operation, args as Arguments, organizationId) as typeof args);
        },
      },
      $queryRaw: refuseRaw,
      $queryRawUnsafe: refuseRaw,
      $executeRaw: refuseRaw,
      $executeRawUnsafe: refuseRaw,
    },
  });
  return Object.assign(scoped as Omit<typeof scoped, RawMethod>, { organizationId });
}

export type TenantDatabase = ReturnType<typeof scope>;
/** What a function takes that works inside a caller's transaction as well as outside. */
export type TenantTransaction = Omit<Parameters<Parameters<TenantDatabase["$transaction"]>[0]>[0], RawMethod>;

type RawMethod = "$queryRaw" | "$queryRawUnsafe" | "$executeRaw" | "$executeRawUnsafe" | "$extends";
type Arguments = Record<string, unknown> | undefined;
type Row = Record<string, unknown>;

const withWhere = new Set([
  "findUnique",
  "findUniqueOrThrow",
  "findFirst",
  "findFirstOrThrow",
  "findMany",
  "update",
  "updateMany",
  "updateManyAndReturn",
  "upsert",
  "delete",
  "deleteMany",
  "count",
  "aggregate",
  "groupBy",
]);

function scopeArguments(model: string, operation: string, args: Arguments, organizationId: string): Row {
  const fields = columnsOf(model);
  if (!fields.has("organizationId"))
    throw new Error(`${model} belongs to no organisation: use the unscoped client in lib/auth.`);
  const scoped: Row = { ...args };
  if (withWhere.has(operation)) scoped.where = { ...(args?.where as Row), organizationId };
  for (const key of ["data", "create", "update"]) {
    if (!(key in scoped)) continue;
    const rows = scoped[key] as Row | Row[];
    scoped[key] = Array.isArray(rows) ? rows.map((row) => scopeRow(row)) : scopeRow(rows);
  }
  return scoped;

  function scopeRow(row: Row): Row {
    for (const name of Object.keys(row)) {
      if (!fields.has(name)) throw new Error(`Nested write refused: ${model}.${name}. Write each row by itself.`);
    }
    return { ...row, organizationId };
  }
}

/** From the generated client, so that a new model is scoped without a list to keep. */
function columnsOf(model: string): Set<string> {
  const columns = (Prisma as unknown as Record<string, Record<string, string>>)[`${model}ScalarFieldEnum`];
  if (!columns) throw new Error(`${model} is not a model of prisma/schema.prisma.`);
  return new Set(Object.keys(columns));
}

function refuseRaw(): never {
  throw new Error("Raw SQL is not scoped to an organisation: refused.");
}
