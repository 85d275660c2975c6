import type { z } from "zod";
import type { ToolContext } from "../../tool";
import { approvedTemplates } from "./approved-templates";
import type { listTemplatesInput } from "./schema";

/** As many as a model can choose among. */
const mostShown = 30;

/** The approved templates, those that have all the words that are searched. */
export async function listApprovedTemplates({ search = "" }: z.output<typeof listTemplatesInput>, { db }: ToolContext) {
  const words = search
    .toLowerCase()
    .split(/[\s_]+/)
    .filter(Boolean);
  const found = (await approvedTemplates(db)).filter(({ name, body }) => {
    const text = `${name} ${body}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return {
    templates: found
      .slice(0, mostShown)
      .map(({ name, contentSid, language, body, variables }) => ({ name, contentSid, language, body, variables })),
    ...(found.length > mostShown && { note: `${found.length - mostShown} more: search for words.` }),
  };
}
