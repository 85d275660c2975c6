import { createHash } from "node:crypto";
import { createContext, Script } from "node:vm";
import { Ajv, type ErrorObject, type Options, type ValidateFunction } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { LRUCache } from "lru-cache";
import { RE2JS } from "re2js";

/** Many times what an honest schema takes on a busy machine. */
const compileMs = 3_000;
const checkMs = 1_000;

/**
 * What is wrong with arguments by the tool's own schema; null when nothing is. The schema is a stranger's: its patterns
 * run in RE2, and compiling and checking are stopped after a moment, because nested alternatives can take for ever too.
 * A schema that cannot be used allows nothing, and one that took too long is not tried again for ten minutes.
 */
export function inputProblem(schema: Record<string, unknown>, input: unknown): string | null {
  if (typeof input !== "object" || input === null || Array.isArray(input))
    return "The arguments have to be a JSON object.";
  const key = createHash("sha256").update(JSON.stringify(schema)).digest("base64url");
  if (tooSlow.has(key)) return unusable;
  try {
    const validate = validatorOf(key, schema);
    if (within(checkMs, () => validate(input))) return null;
    return `The arguments do not fit the tool’s schema: ${sayError(validate.errors?.[0])}.`;
  } catch (error) {
    if (isTimeout(error)) tooSlow.set(key, true);
    return unusable;
  }
}

const unusable =
  "The tool’s schema cannot be used to check arguments, so it is not called. Ask whoever runs the server.";

/** By the hash of the schema. */
const validators = new LRUCache<string, ValidateFunction>({ max: 500 });
/** All of the process waits for a check. */
const tooSlow = new LRUCache<string, true>({ max: 500, ttl: 10 * 60_000 });

function validatorOf(key: string, schema: Record<string, unknown>): ValidateFunction {
  const known = validators.get(key);
  if (known) return known;
  const compiled = within(compileMs, () => compile(schema)) as ValidateFunction;
  validators.set(key, compiled);
  return compiled;
}

const re2 = Object.assign((pattern: string) => RE2JS.compile(pattern), { code: "new RE2" });

const options: Options = {
  strict: false,
  logger: false,
  validateFormats: true,
  // Written out at each place, references to references would grow without end.
  inlineRefs: false,
  code: { regExp: re2 },
};

function compile(schema: Record<string, unknown>): ValidateFunction {
  const Dialect = dialectOf(schema.$schema);
  if (metaOf(Dialect).validateSchema(schema) !== true) throw new Error("This is no schema of its dialect.");
  // One of its own for each: an `$id` of one server means nothing to another.
  const ajv = new Dialect({ ...options, meta: false, validateSchema: false });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

type Dialect = typeof Ajv | typeof Ajv2019 | typeof Ajv2020;

/** MCP means 2020-12 where a schema does not say. */
function dialectOf(named: unknown): Dialect {
  if (typeof named !== "string") return Ajv2020;
  if (/draft-0[67]/.test(named)) return Ajv;
  return named.includes("2019-09") ? Ajv2019 : Ajv2020;
}

const metas = new Map<Dialect, InstanceType<Dialect>>();

/** Knows what a schema of the dialect is; keeps none. Made once, because that takes most of the time. */
function metaOf(Dialect: Dialect): InstanceType<Dialect> {
  const meta = metas.get(Dialect) ?? addFormats.default(new Dialect(options));
  metas.set(Dialect, meta);
  return meta;
}

const timed = new Script("work()");

/** Runs synchronous work that is stopped, wherever it is, after the given time. Throws then, and what the work throws. */
function within(timeoutMs: number, work: () => unknown): unknown {
  return timed.runInContext(createContext({ work }), { timeout: timeoutMs });
}

/** Of the other context, and so no Error of this one. */
function isTimeout(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}

function sayError(error: ErrorObject | undefined): string {
  if (!error) return "they are not allowed";
  const where = error.instancePath.slice(1).replaceAll("/", ".");
  const extra = error.keyword === "additionalProperties" ? ` (${error.params.additionalProperty})` : "";
  const values = error.keyword === "enum" ? `: ${error.params.allowedValues.join(", ")}` : "";
  return `${where ? `${where} ` : ""}${error.message}${extra}${values}`.slice(0, 300);
}
