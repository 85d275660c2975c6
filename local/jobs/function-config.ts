/** Reads the function list that the app hands over at sync, and refuses what this executor does not do. */
import { Cron } from "croner";
import { compileExpression, type Expression } from "./expressions";

export interface JobFunction {
  /** `<app>-<function>`. */
  id: string;
  triggers: Trigger[];
  /** Retries + 1. */
  maxAttempts: number;
  concurrency: ConcurrencyLimit[];
  cancelOn: CancelRule[];
}

export interface Trigger {
  event: string;
  condition?: Expression;
  /** Set when the event is the tick of this schedule. */
  cron?: string;
}

/** Limits how many steps with one value of the key execute at the same time; without key, of the whole function. */
export interface ConcurrencyLimit {
  limit: number;
  key?: Expression;
}

export interface CancelRule {
  event: string;
  condition?: Expression;
}

/** The event that starts a run on schedule; `data.cron` holds the schedule. */
export const TIMER_EVENT = "inngest/scheduled.timer";
/** Sent when a run has failed for good; starts the `<function>-failure` function generated for `onFailure`. */
export const FAILED_EVENT = "inngest/function.failed";

/** A function asks for something that the executor would have to ignore. Nothing runs until that is changed. */
export class UnsupportedFunctionError extends Error {
  override name = "UnsupportedFunctionError";
}

type Config = Record<string, unknown>;

const SUPPORTED_OPTIONS = ["id", "name", "triggers", "steps", "concurrency", "cancel"];
const DEFAULT_RETRIES = 3;
const MOST_RETRIES = 20;
const MOST_CONCURRENCY_LIMITS = 2;
const MOST_CANCEL_RULES = 5;

/**
 * @param config one entry of `functions` in the reply to an in-band sync (shape: the SDK's `functionConfigSchema`).
 * @throws {UnsupportedFunctionError} naming the function and the option.
 */
export function readFunction(config: Config): JobFunction {
  const id = String(config.id);
  const refuse = (option: string, why = "is not supported by the embedded job executor"): never => {
    throw new UnsupportedFunctionError(
      `Function "${id}": option "${option}" ${why}. Remove it, or run a real Inngest server (INNGEST_BASE_URL).`,
    );
  };
  for (const [option, value] of Object.entries(config)) {
    if (isGiven(value) && !SUPPORTED_OPTIONS.includes(option)) refuse(option);
  }
  return {
    id,
    triggers: list(config.triggers).map((trigger) => readTrigger(trigger, refuse)),
    maxAttempts: readRetries(config, refuse) + 1,
    concurrency: readConcurrency(config.concurrency, refuse),
    cancelOn: readCancelRules(config.cancel, refuse),
  };
}

type Refuse = (option: string, why?: string) => never;

function readTrigger(trigger: Config, refuse: Refuse): Trigger {
  if (isGiven(trigger.jitter)) refuse("triggers.jitter");
  if (typeof trigger.cron === "string") {
    parseSchedule(trigger.cron, refuse);
    return { event: TIMER_EVENT, cron: trigger.cron };
  }
  const event = String(trigger.event);
  if (event.startsWith("inngest/") && event !== FAILED_EVENT) refuse(`triggers.event ${event}`);
  return { event, condition: readExpression(trigger.expression, "triggers.if", refuse) };
}

function parseSchedule(schedule: string, refuse: Refuse): void {
  try {
    cronOf(schedule).stop();
  } catch (error) {
    refuse("triggers.cron", `is not a schedule of five fields ("${schedule}": ${messageOf(error)})`);
  }
}

/**
 * A croner job for a schedule as Inngest writes it: five fields, optionally after `TZ=<zone> `; UTC otherwise.
 * @param onTick without it, the job is paused.
 */
export function cronOf(schedule: string, onTick?: (job: Cron) => void): Cron {
  const [, timezone = "UTC", pattern = ""] = /^(?:TZ=(\S+)\s+)?(.*)$/.exec(schedule.trim()) ?? [];
  const options = { timezone, mode: "5-part", paused: !onTick } as const;
  return onTick ? new Cron(pattern, options, onTick) : new Cron(pattern, options);
}

function readRetries(config: Config, refuse: Refuse): number {
  const steps = Object.values((config.steps ?? {}) as Record<string, Config>);
  if (steps.length !== 1) refuse("steps", "must hold exactly one entry");
  const runtime = steps[0]?.runtime as Config | undefined;
  if (runtime?.type !== "http") refuse("steps.runtime", "must be http: use serve(), not connect()");
  const attempts = (steps[0]?.retries as Config | undefined)?.attempts ?? DEFAULT_RETRIES;
  if (!Number.isInteger(attempts) || Number(attempts) < 0 || Number(attempts) > MOST_RETRIES) {
    refuse("retries", `must be a whole number from 0 to ${MOST_RETRIES}`);
  }
  return Number(attempts);
}

function readConcurrency(given: unknown, refuse: Refuse): ConcurrencyLimit[] {
  if (!isGiven(given)) return [];
  const limits = typeof given === "number" ? [{ limit: given }] : list(given);
  if (limits.length > MOST_CONCURRENCY_LIMITS)
    refuse("concurrency", `holds more than ${MOST_CONCURRENCY_LIMITS} limits`);
  return limits.map((limit: Config) => {
    if (isGiven(limit.scope) && limit.scope !== "fn") refuse(`concurrency.scope ${limit.scope}`);
    if (!Number.isInteger(limit.limit) || Number(limit.limit) < 1) refuse("concurrency.limit", "must be 1 or more");
    return { limit: Number(limit.limit), key: readExpression(limit.key, "concurrency.key", refuse) };
  });
}

function readCancelRules(given: unknown, refuse: Refuse): CancelRule[] {
  const rules = isGiven(given) ? list(given) : [];
  if (rules.length > MOST_CANCEL_RULES) refuse("cancelOn", `holds more than ${MOST_CANCEL_RULES} rules`);
  return rules.map((rule) => {
    if (isGiven(rule.timeout)) refuse("cancelOn.timeout");
    return { event: String(rule.event), condition: readExpression(rule.if, "cancelOn.if", refuse) };
  });
}

function readExpression(source: unknown, option: string, refuse: Refuse): Expression | undefined {
  if (!isGiven(source) || source === "") return undefined;
  try {
    return compileExpression(String(source));
  } catch (error) {
    return refuse(
      option,
      `is not a CEL expression over event${option === "cancelOn.if" ? " and async" : ""} (${messageOf(error)})`,
    );
  }
}

function list(given: unknown): Config[] {
  return (Array.isArray(given) ? given : [given]).filter(isGiven) as Config[];
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";
}
