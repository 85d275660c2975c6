import { diffLines, diffWordsWithSpace } from "diff";

/** A stretch of words: in both texts, or only in the newer or the older one. */
export interface Words {
  text: string;
  change: "same" | "added" | "removed";
}

/** One line of two texts laid over each other, or so many that are the same and folded away. */
export type DiffLine = { kind: "same" | "changed"; words: Words[] } | { kind: "folded"; lines: number };

export interface TextDiff {
  lines: DiffLine[];
  /** Words. */
  added: number;
  removed: number;
}

/** So many lines that are the same are shown before and after each change. */
const contextLines = 1;

/** The difference of two texts, line by line and word by word within a line; unchanged lines are folded. */
export function diffText(before: string, after: string): TextDiff {
  const chunks = diffLines(ended(before), ended(after));
  const lines: { changed: boolean; words: Words[] }[] = [];
  for (let index = 0; index < chunks.length; index++) {
    const chunk = chunks[index];
    const next = chunks[index + 1];
    if (!chunk) continue;
    if (chunk.removed && next?.added) {
      lines.push(...linesOf(wordsBetween(chunk.value, next.value)));
      index++;
    } else {
      const change = chunk.added ? "added" : chunk.removed ? "removed" : "same";
      lines.push(...linesOf([{ text: chunk.value, change }]));
    }
  }
  const words = lines.flatMap((line) => line.words);
  return { lines: fold(lines), added: count(words, "added"), removed: count(words, "removed") };
}

function ended(text: string): string {
  return text && !text.endsWith("\n") ? `${text}\n` : text;
}

/** Changed words with only a blank between them are one change: else a sentence would be read in shreds. */
function wordsBetween(before: string, after: string): Words[] {
  const words: Words[] = [];
  let [removed, added] = ["", ""];
  const changes = diffWordsWithSpace(before, after);
  for (const [index, { value, added: isNew, removed: isOld }] of changes.entries()) {
    const inside = /^[^\S\n]+$/.test(value) && (removed || added) && index < changes.length - 1;
    if (!isNew) removed += isOld || inside ? value : "";
    if (!isOld) added += isNew || inside ? value : "";
    if (isNew || isOld || inside) continue;
    words.push(...changedWords(removed, added), { text: value, change: "same" });
    [removed, added] = ["", ""];
  }
  return [...words, ...changedWords(removed, added)];
}

function changedWords(removed: string, added: string): Words[] {
  const both: Words[] = [
    { text: removed, change: "removed" },
    { text: added, change: "added" },
  ];
  return both.filter(({ text }) => text !== "");
}

/** Cuts words at line ends, so that each line is one. */
function linesOf(words: Words[]): { changed: boolean; words: Words[] }[] {
  const lines: Words[][] = [[]];
  for (const { text, change } of words) {
    for (const [index, part] of text.split("\n").entries()) {
      if (index > 0) lines.push([]);
      if (part) lines.at(-1)?.push({ text: part, change });
    }
  }
  // What follows the last line end is no line.
  if (lines.at(-1)?.length === 0) lines.pop();
  return lines.map((line) => ({ changed: words.some(({ change }) => change !== "same"), words: line }));
}

function fold(lines: { changed: boolean; words: Words[] }[]): DiffLine[] {
  const isNear = (index: number) =>
    lines.slice(Math.max(0, index - contextLines), index + contextLines + 1).some(({ changed }) => changed);
  const shown: DiffLine[] = [];
  for (const [index, { changed, words }] of lines.entries()) {
    const last = shown.at(-1);
    if (isNear(index)) shown.push({ kind: changed ? "changed" : "same", words });
    else if (last?.kind === "folded") last.lines++;
    else shown.push({ kind: "folded", lines: 1 });
  }
  return shown;
}

function count(words: Words[], change: Words["change"]): number {
  const text = words.filter((each) => each.change === change).map((each) => each.text);
  return text.join(" ").match(/\S+/g)?.length ?? 0;
}
