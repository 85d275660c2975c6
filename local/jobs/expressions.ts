/** Expressions of triggers, concurrency keys and cancelOn rules: CEL over `event` (and `async`, the cancelling event). */
import { type ASTNode, Environment, type ParseResult } from "@marcbachmann/cel-js";

const environment = new Environment().registerVariable("event", "dyn").registerVariable("async", "dyn");

export interface Expression {
  readonly source: string;
  readonly parsed: ParseResult;
}

export interface ExpressionContext {
  event: unknown;
  /** The event that may cancel; only in `cancelOn` expressions. */
  async?: unknown;
}

/**
 * Compiles a CEL expression (https://github.com/google/cel-spec).
 * @throws {Error} when it does not parse, or names a variable other than `event` and `async`.
 */
export function compileExpression(source: string): Expression {
  const parsed = environment.parse(source);
  const check = parsed.check();
  if (!check.valid) throw check.error ?? new Error("the expression does not type-check");
  return { source, parsed };
}

/** The expression's value, or undefined where it cannot be computed (a field is missing, types do not compare). */
export function evaluate(expression: Expression, context: ExpressionContext): unknown {
  try {
    return expression.parsed(context);
  } catch {
    return undefined;
  }
}

/** Whether the expression is exactly true. One that cannot be computed does not match, as on an Inngest server. */
export function matches(expression: Expression, context: ExpressionContext): boolean {
  return evaluate(expression, context) === true;
}

/** A field of the starting event and a field of the cancelling event that must be equal for an expression to hold. */
export interface EqualityJoin {
  event: string[];
  async: string[];
}

/**
 * Finds `async.a.b == event.c.d` among the expression's top-level conjuncts, so that candidates can be looked up by
 * value and not by evaluating the expression against every unfinished run. Null when there is none.
 */
export function equalityJoin(expression: Expression): EqualityJoin | null {
  for (const node of conjuncts(expression.parsed.ast)) {
    if (node.op !== "==") continue;
    const sides = node.args.map(fieldPath);
    const event = sides.find((path) => path?.[0] === "event");
    const async = sides.find((path) => path?.[0] === "async");
    if (event && async) return { event: event.slice(1), async: async.slice(1) };
  }
  return null;
}

function conjuncts(node: ASTNode): ASTNode[] {
  return node.op === "&&" ? node.args.flatMap(conjuncts) : [node];
}

function fieldPath(node: ASTNode): string[] | null {
  if (node.op === "id") return [node.args];
  if (node.op !== ".") return null;
  const parent = fieldPath(node.args[0]);
  return parent && [...parent, node.args[1]];
}
