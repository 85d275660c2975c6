import { z } from "zod";

const storable = (value: string) => !value.includes("\u0000") && value.isWellFormed();
const unstorable = "This has a character that cannot be sent.";

export const sendMessageInput = z.strictObject({
  text: z
    .string()
    .trim()
    .min(1, "Write something.")
    .max(4_000, "A message has at most 4,000 characters.")
    .refine(storable, unstorable)
    .describe("What the customer reads, in WhatsApp's formatting."),
});

export const listTemplatesInput = z.strictObject({
  search: z.string().max(100).optional().describe("Words of the name or the text."),
});

export const sendTemplateInput = z.strictObject({
  template: z.string().trim().min(1).max(600).describe("The name, or the ContentSid, as list_templates gives it."),
  language: z.string().trim().max(20).optional().describe("Such as en; only needed where it has several."),
  variables: z
    .record(
      z.string().regex(/^\w{1,40}$/),
      z
        .string()
        .trim()
        .min(1, "Give a value.")
        .max(1_600, "A value has at most 1,600 characters.")
        // Else WhatsApp refuses the whole message (63013).
        .regex(/^(?!.*( {5}|[\n\r\t])).*$/s, "A value has no line breaks, tabs, or more than four spaces in a row.")
        .refine(storable, unstorable),
    )
    .default({})
    .describe('A value for each variable, such as {"1": "Priya"}.'),
});
