import type { z } from "zod";
import { sendForTool } from "../../../conversations/send-for-tool";
import { AppError } from "../../../errors";
import type { Template } from "../../../twilio/list-templates";
import type { ToolContext } from "../../tool";
import { getToolConversation } from "../get-tool-conversation";
import { approvedTemplates } from "./approved-templates";
import type { sendTemplateInput } from "./schema";

type Input = z.output<typeof sendTemplateInput>;

/** Sends an approved template to the customer: at any time, also when WhatsApp's window has closed. */
export async function sendTemplate(input: Input, context: ToolContext) {
  const { db, callId, signal } = context;
  const { id: conversationId } = await getToolConversation(context);
  const template = chooseTemplate(await approvedTemplates(db), input);
  const variables = checkVariables(template, input.variables);
  const [text] = await sendForTool(db, {
    toolCallId: callId,
    signal,
    conversationId,
    parts: [render(template, variables)],
    template: { contentSid: template.contentSid, variables },
  });
  return { accepted: true, text, note: "It is on its way. Do not repeat it in your answer." };
}

function chooseTemplate(templates: Template[], { template: asked, language }: Input): Template {
  const named = templates.filter(
    ({ name, contentSid }) => contentSid === asked || name.toLowerCase() === asked.toLowerCase(),
  );
  if (named.length === 0) {
    throw new AppError("not_found", "There is no approved template of this name. list_templates gives them.");
  }
  const fitting = language ? named.filter((one) => sameLanguage(one.language, language)) : named;
  const [template] = fitting;
  if (template && fitting.length === 1) return template;
  const languages = named.map((one) => one.language).join(", ");
  throw new AppError("invalid", `This template is approved in: ${languages}. Give one of them as language.`);
}

const sameLanguage = (one: string, two: string) => plain(one) === plain(two);
const plain = (language: string) => language.toLowerCase().replace("-", "_");

function checkVariables({ variables: wanted }: Template, given: Input["variables"]): Record<string, string> {
  const missing = wanted.filter((name) => !given[name]);
  const unknown = Object.keys(given).filter((name) => !wanted.includes(name));
  if (missing.length > 0) throw new AppError("invalid", `Give a value for these variables: ${missing.join(", ")}.`);
  if (unknown.length > 0) throw new AppError("invalid", `The template has no such variables: ${unknown.join(", ")}.`);
  return given;
}

/** As the customer will read it. A template of files or buttons alone has no text: then its name stands for it. */
function render({ body, name }: Template, variables: Record<string, string>): string {
  const text = body.replace(
    /\{\{\s*(\w+)\s*\}\}/g,
    (placeholder, variable: string) => variables[variable] ?? placeholder,
  );
  return text.trim() || `[${name}]`;
}
