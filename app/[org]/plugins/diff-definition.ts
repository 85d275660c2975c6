import { diffText, type TextDiff } from "@/lib/assistant/diff-text";
import type { ToolDefinition } from "@/lib/plugins/schema";

/** How one part of a definition changed. */
export type DefinitionDiff = { label: string } & (
  | { kind: "text"; text: TextDiff }
  | { kind: "value"; before: string; after: string }
);

/** What a server changed of a tool since it was ticked: the texts word by word, the schema line by line. */
export function diffDefinition(before: ToolDefinition, after: ToolDefinition): DefinitionDiff[] {
  const texts = [
    { label: "Title", was: before.title ?? "", is: after.title ?? "" },
    { label: "Description", was: before.description, is: after.description },
    { label: "Arguments (JSON Schema)", was: inLines(before.inputSchema), is: inLines(after.inputSchema) },
  ];
  const hints = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;
  return [
    ...texts
      .filter(({ was, is }) => was !== is)
      .map(({ label, was, is }) => ({ label, kind: "text" as const, text: diffText(was, is) })),
    ...hints
      .filter((hint) => before.annotations[hint] !== after.annotations[hint])
      .map((hint) => ({
        label: hintWords[hint],
        kind: "value" as const,
        before: yesOrNo(before.annotations[hint]),
        after: yesOrNo(after.annotations[hint]),
      })),
  ];
}

const hintWords = {
  readOnlyHint: "Only reads, it says",
  destructiveHint: "May delete, it says",
  idempotentHint: "May be repeated, it says",
  openWorldHint: "Reaches other systems, it says",
} as const;

/** With the keys in order: a server that only sorts them anew has changed nothing. */
function inLines(schema: unknown): string {
  return JSON.stringify(inOrder(schema), null, 2);
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [two]) => (one < two ? -1 : 1))
      .map(([key, each]) => [key, inOrder(each)]),
  );
}

function yesOrNo(hint: boolean | undefined): string {
  return hint === undefined ? "not said" : hint ? "yes" : "no";
}
