import { applyPatch, structuredPatch } from "diff";

/**
 * What two people made of one text, line by line: `mine` with `theirs` beside it; null when they changed the same lines,
 * or lines next to each other.
 */
export function mergeText(before: string, theirs: string, mine: string): string | null {
  // A last line without its end would look changed to whoever adds one after it.
  const patch = structuredPatch("", "", `${before}\n`, `${mine}\n`, "", "", { context: 1 });
  const merged = applyPatch(`${theirs}\n`, patch, { fuzzFactor: 0 });
  return merged === false ? null : merged.replace(/\n$/, "");
}
