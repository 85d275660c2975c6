import type { Answering } from "@/lib/assistant/schema";
import { type EditorConflicts, type EditorState, saveDraft } from "./actions";
import { type FormField, formFields } from "./draft-form";

/** Sends changes; what is refused is named, and the rest sent again without it. Null when nobody can be reached. */
export async function sendChanges(slug: string, input: SaveInput): Promise<SaveAnswer | null> {
  const problems: SaveAnswer["problems"] = {};
  let rest = input.changes;
  for (let tries = 0; tries < formFields.length; tries++) {
    if (Object.keys(rest).length === 0) return { state: null, conflicts: {}, problems, message: null };
    const answer = await saveDraft(slug, null, { ...input, changes: rest }).catch(() => null);
    if (answer === null) return null;
    if (answer.ok) return { ...answer.data, problems, message: null };
    const refused = Object.entries(answer.error.fields ?? {}).map(([path, sentence]) => [path.split(".")[1], sentence]);
    if (refused.length === 0) return { state: null, conflicts: {}, problems, message: answer.error.message };
    Object.assign(problems, Object.fromEntries(refused));
    rest = without(rest, Object.keys(problems));
  }
  return { state: null, conflicts: {}, problems, message: null };
}

interface SaveInput {
  revision: number;
  revisions: Record<string, number>;
  changes: Partial<Answering>;
  promptBefore: string;
}

interface SaveAnswer {
  state: EditorState | null;
  conflicts: EditorConflicts;
  problems: Partial<Record<FormField, string>>;
  message: string | null;
}

export function without<T extends object>(object: T, keys: string[]): T {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key))) as T;
}
