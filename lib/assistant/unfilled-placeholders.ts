import { promptTemplates } from "./prompt-templates";

const placeholders = new Set(promptTemplates.flatMap(({ systemPrompt }) => systemPrompt.match(/\[[^[\]\n]+\]/g) ?? []));

/**
 * What a template left for the owner to fill and a text still holds, in the order of the templates. Only our own
 * placeholders count: an owner may write square brackets.
 */
export function unfilledPlaceholders(text: string): string[] {
  return [...placeholders].filter((placeholder) => text.includes(placeholder));
}
