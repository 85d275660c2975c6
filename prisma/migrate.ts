/**
 * Applies and writes migrations with Prisma's own engine from the npm registry (`@prisma/schema-engine-wasm`): nothing
 * is downloaded. It keeps the usual `_prisma_migrations` table, so `prisma migrate deploy` may be used instead.
 *
 *   tsx prisma/migrate.ts                 apply what is missing
 *   tsx prisma/migrate.ts --create NAME   write a migration for what schema.prisma has and the database has not
 *   tsx prisma/migrate.ts --check         fail when the database and schema.prisma differ
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";

const here = import.meta.dirname;
const filters = { externalTables: [], externalEnums: [] };

/** Brings the database up to date and returns the names of the migrations that were applied. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  return withEngine(databaseUrl, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: migrationsList(), filters });
    return appliedMigrationNames;
  });
}

/** The SQL that leads from the database as it stands to schema.prisma; empty when they agree. */
export async function drift(databaseUrl: string): Promise<string> {
  await requireReadableCatalogue(databaseUrl);
  return withEngine(databaseUrl, async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: "schemaDatasource", ...schemaFiles(), configDir: here },
      to: { tag: "schemaDatamodel", ...schemaFiles() },
      script: true,
      shadowDatabaseUrl: null,
      exitCode: null,
      filters,
    });
    return stdout?.includes("empty migration") ? "" : (stdout ?? "");
  });
}

/** The engine that compares stops at what PostgreSQL 18 has newly in its catalogue. It applies migrations there all the same. */
async function requireReadableCatalogue(databaseUrl: string): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query("SHOW server_version_num").finally(() => client.end());
  if (Number(rows[0].server_version_num) < 180_000) return;
  throw new Error(
    "Comparing a database with schema.prisma works with PostgreSQL 15 to 17. This one is newer (the embedded one is 18):\n" +
      "name another server in DATABASE_URL, with a database that has all migrations. Applying migrations works here too.",
  );
}

// biome-ignore lint/suspicious/noExplicitAny: the engine's own types are those of its wasm module, loaded by hand
async function withEngine<T>(databaseUrl: string, use: (engine: any) => Promise<T>): Promise<T> {
  const { SchemaEngine } = await loadEngine();
  const pool = new CharAsTextPool({ connectionString: databaseUrl, max: 1 });
  const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScriptAdapter(pool));
  const engine = await SchemaEngine.new(
    { datamodels: schemaFiles().files.map((f) => [f.path, f.content]) },
    () => {},
    adapter,
  );
  try {
    return await use(engine);
  } finally {
    engine.free();
    await pool.end();
  }
}

/** Prisma's adapter cuts a script at each semicolon, also inside a function's body: Postgres takes it whole. */
class WholeScriptAdapter extends PrismaPg {
  constructor(private readonly pool: pg.Pool) {
    super(pool);
  }

  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => void (await this.pool.query(script));
    return adapter;
  }
}

const charOid = 18;
const textOid = 25;

/** Postgres' catalogue has columns of its one-byte type "char", which Prisma's adapter does not know: they read as text. */
class CharAsTextPool extends pg.Pool {
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg.Pool.query, passed on as they are
  override async query(...args: any[]): Promise<any> {
    // @ts-expect-error: the arguments are those of one overload or another
    const result = await super.query(...args);
    for (const field of result.fields ?? []) if (field.dataTypeID === charOid) field.dataTypeID = textOid;
    return result;
  }
}

async function loadEngine() {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const path = join(dirname(entry), "schema_engine_bg.js");
  const glue = await import(pathToFileURL(path).href);
  const { instance } = await WebAssembly.instantiate(readFileSync(path.replace(/\.js$/, ".wasm")), {
    "./schema_engine_bg.js": glue,
  });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return glue;
}

function schemaFiles() {
  const path = join(here, "schema.prisma");
  return { files: [{ path, content: readFileSync(path, "utf8") }] };
}

function migrationsList() {
  const baseDir = join(here, "migrations");
  const directories = readdirSync(baseDir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return {
    baseDir,
    lockfile: { path: "migration_lock.toml", content: readFileSync(join(baseDir, "migration_lock.toml"), "utf8") },
    shadowDbInitScript: "",
    migrationDirectories: directories
      .map((entry) => entry.name)
      .sort()
      .map((name) => ({
        path: name,
        migrationFile: {
          path: "migration.sql",
          content: { tag: "ok", value: readFileSync(join(baseDir, name, "migration.sql"), "utf8") },
        },
      })),
  };
}

async function main() {
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) throw new Error("DATABASE_URL is not set. Give it the address of the Postgres to migrate.");
  const [flag, name] = process.argv.slice(2);
  if (flag === "--create") {
    const sql = await drift(databaseUrl);
    if (!sql) return console.log("The database already matches schema.prisma: nothing to write.");
    const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
    const directory = join(here, "migrations", `${stamp}_${name ?? "change"}`);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "migration.sql"), sql);
    return console.log(`Wrote ${directory}/migration.sql. Read it, then apply it.`);
  }
  if (flag === "--check") {
    const sql = await drift(databaseUrl);
    if (sql) throw new Error(`The database and schema.prisma differ:\n${sql}`);
    return console.log("The database matches schema.prisma.");
  }
  const applied = await migrate(databaseUrl);
  console.log(applied.length ? `Applied ${applied.join(", ")}.` : "The database is up to date.");
}

if (process.argv[1] === import.meta.filename) {
  main().then(
    () => process.exit(0),
    (error) => {
      console.error(error instanceof Error ? error.message : error);
      process.exit(1);
    },
  );
}
