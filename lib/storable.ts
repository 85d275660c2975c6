/** Postgres stores neither NUL nor half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes("\u0000") && text.isWellFormed();
}

/** What to say of a text that is not. */
export const unstorable = "This has a character that cannot be stored (NUL, or half of a surrogate pair). Remove it.";
