import { z } from "zod";
import { pluginIdSchema } from "../plugins/schema";
import { businessSchema, emptyBusiness } from "./business-schema";

/** No longer than this does a customer wait for the assistant to begin. */
const longestSettleMs = 8000;
const settle = z
  .int("Give whole milliseconds.")
  .min(0, "This is 0 or more milliseconds.")
  .max(longestSettleMs, `This is at most ${longestSettleMs} milliseconds.`);

export const capSentence = "The assistant cannot wait longer than settleCapMs: lower this or raise that.";

export const standInSentence = "The model itself cannot stand in for itself. Take it out, or choose another model.";

/**
 * All that decides an answer, field by field: a change to any of it makes a new version. Version, draft, API and form
 * come from here.
 */
export const answeringFields = {
  organizationModelId: z.uuid("Give the organizationModelId of a model, as GET /models lists it."),
  systemPrompt: z
    .string()
    .trim()
    .min(1, "Tell the assistant who it is and what to do.")
    .max(20_000, "A system prompt has at most 20,000 characters."),
  rules: z
    .array(
      z.string().trim().min(1, "A rule is a sentence.").max(500, "A rule has at most 500 characters."),
      "Give a list of sentences.",
    )
    .max(50, "At most 50 rules."),
  business: businessSchema,
  temperature: z
    .number("Give a number.")
    .min(0, "A temperature is 0 or more.")
    .max(2, "A temperature is at most 2.")
    .nullable(),
  maxOutputTokens: z
    .int("Give a whole number.")
    .min(16, "This is at least 16 tokens.")
    .max(8000, "This is at most 8000 tokens."),
  maxToolSteps: z.int("Give a whole number.").min(1, "This is at least 1 step.").max(20, "This is at most 20 steps."),
  enabledPluginIds: z
    .array(pluginIdSchema, "Give a list of plugin ids, as GET /plugins lists them; an empty one means no tools.")
    .max(50, "At most 50 plugins can be enabled.")
    .refine((ids) => new Set(ids).size === ids.length, "Name each plugin once."),
  /** By plugin id: which of its tools. A plugin without an entry has none. */
  enabledTools: z.record(
    pluginIdSchema,
    z.array(z.string().min(1).max(128)).max(200, "At most 200 tools of one plugin."),
    "Give an object of plugin id to a list of its tools' names.",
  ),
  fallbackModelIds: z
    .array(z.uuid("Give the organizationModelId of a model, as GET /models lists it."), "Give a list of model ids.")
    .max(3, "At most 3 models stand in for the first.")
    .refine((ids) => new Set(ids).size === ids.length, "Name each model once."),
  hedgeAfterMs: z
    .int("Give whole milliseconds.")
    .min(500, "This is at least 500 milliseconds.")
    .max(30_000, "This is at most 30,000 milliseconds.")
    .nullable(),
  approvalText: z
    .string()
    .trim()
    .min(1, "Give a sentence for the customer who waits while a person checks.")
    .max(1500, "This text has at most 1,500 characters, so that it is one WhatsApp message."),
  settleMs: settle,
  settleCapMs: settle,
  disclosureText: z.string().trim().max(500, "This text has at most 500 characters."),
  fallbackText: z
    .string()
    .trim()
    .min(1, "Give a sentence to send when the assistant cannot answer.")
    .max(1500, "This text has at most 1,500 characters, so that it is one WhatsApp message."),
};

export const answeringSchema = z
  .strictObject(answeringFields)
  .refine(settlesWithinCap, { path: ["settleMs"], error: capSentence })
  .refine(({ organizationModelId, fallbackModelIds }) => !fallbackModelIds.includes(organizationModelId), {
    path: ["fallbackModelIds"],
    error: standInSentence,
  });

/** What one version holds. */
export type Answering = z.output<typeof answeringSchema>;
export type AnsweringField = keyof Answering;

/** What a new assistant has unless it is said otherwise; model and prompt have no default. */
export const answeringDefaults = {
  rules: [],
  business: emptyBusiness,
  temperature: null,
  maxOutputTokens: 800,
  maxToolSteps: 8,
  enabledPluginIds: [],
  enabledTools: {},
  fallbackModelIds: [],
  hedgeAfterMs: null,
  approvalText: "One moment, a colleague is checking this for you.",
  settleMs: 1500,
  settleCapMs: longestSettleMs,
  disclosureText: "",
  fallbackText: "Thank you for your message. We cannot answer right now; a person will write to you soon.",
} satisfies Partial<Answering>;

/** Each field as owners call it. */
export const fieldLabels: Record<AnsweringField, string> = {
  systemPrompt: "Prompt",
  rules: "Rules",
  business: "Business",
  organizationModelId: "Model",
  temperature: "Temperature",
  maxOutputTokens: "Longest reply",
  maxToolSteps: "Tool steps",
  enabledPluginIds: "Plugins",
  enabledTools: "Tools",
  fallbackModelIds: "Stand-in models",
  hedgeAfterMs: "Ask the next model after",
  approvalText: "While a person checks",
  settleMs: "Wait for more",
  settleCapMs: "Wait at most",
  disclosureText: "Disclosure",
  fallbackText: "When it cannot answer",
};

/** Some of the fields: what a save of the draft changes. */
export const draftChangesSchema = z.strictObject(answeringFields).partial();

export const saveDraftSchema = z.strictObject({
  /** Of the draft that was changed. */
  revision: z.int().min(0),
  /** Of the draft in which the typing in a field began, where that was another one. */
  revisions: z.record(z.string(), z.int().min(0)).default({}),
  changes: draftChangesSchema,
  /** The prompt as it was when the typing began. */
  promptBefore: z.string().max(20_000).optional(),
});

/** The body of PATCH /assistant/draft. */
export const patchDraftSchema = draftChangesSchema.extend({
  /** Of the draft that was changed; left out, what is given is taken whoever changed it before. */
  revision: z.int().min(0).optional(),
});

export const versionsRequest = z.strictObject({
  /** The `nextCursor` of the page before. */
  cursor: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** Why a version is published; kept in the history. */
export const noteSchema = z.string().trim().max(300, "A note has at most 300 characters.");

export const publishSchema = z.strictObject({
  note: noteSchema.default(""),
  /** Of the draft that was looked at: another one is not published. */
  revision: z.coerce.number().int().optional(),
});

export const rollBackSchema = z.strictObject({ note: noteSchema.default("") });

/** A test conversation, oldest first; ends with what is to be answered. */
export const tryDraftSchema = z.strictObject({
  messages: z
    .array(
      z.strictObject({
        from: z.enum(["customer", "assistant"]),
        text: z.string().min(1, "Write something.").max(4096, "A WhatsApp message has at most 4,096 characters."),
      }),
    )
    .min(1, "Write something.")
    .transform((messages) => messages.slice(-30))
    .refine((messages) => messages.at(-1)?.from === "customer", "The last message is the customer’s."),
  /** Tools that change something are carried out; those of a conversation are not, because there is none. */
  act: z.boolean().default(false),
});

/** What customers get while the assistant is paused, once a pause; nothing when it is left out or empty. */
export const pauseSchema = z.strictObject({
  text: z
    .string()
    .trim()
    .max(1500, "This text has at most 1,500 characters, so that it is one WhatsApp message.")
    .default(""),
});

/** What the kill switch answers; left out or empty: what it answered last, else the text for when the assistant cannot answer. */
export const killSwitchSchema = pauseSchema;

/** Asked again on an update, where either side may come from the version before. */
export function settlesWithinCap({ settleMs, settleCapMs }: { settleMs: number; settleCapMs: number }): boolean {
  return settleMs <= settleCapMs;
}
