import { z } from "zod";
import { AppError } from "@/lib/errors";
import { newPluginSchema, pluginIdSchema } from "@/lib/plugins/schema";

/** How a server knows us; "keep" leaves it as it is. */
const accessWays = ["none", "bearer", "headers", "keep"] as const;
type Access = (typeof accessWays)[number];

/** Where each way's text is typed, and where what is wrong with it is said. */
const fieldOf = { none: "access", keep: "access", bearer: "secretToken", headers: "secretHeaders" } as const;

const access = z.enum(accessWays, "Choose how the server knows us.");
const credentials = {
  access,
  /** Names with "secret" in them are never sent back to a browser. */
  secretToken: z.string().trim().default(""),
  secretHeaders: z.string().default(""),
};
const url = z.string().trim().pipe(newPluginSchema.shape.url);

/** The form of a new server: a bearer token or lines of headers become headers. */
export const connectFormSchema = z
  .strictObject({ name: newPluginSchema.shape.name, url, ...credentials })
  .transform((form, context) => ({ ...form, headers: readHeaders(form, context) ?? {} }));

export const nameFormSchema = z.strictObject({ id: pluginIdSchema, name: newPluginSchema.shape.name });

export const addressFormSchema = z
  .strictObject({ id: pluginIdSchema, url, ...credentials })
  .transform((form, context) => ({ ...form, headers: readHeaders(form, context) }));

/** Runs `work`; what it says of the headers is said beside the field in which this form has them. */
export async function sayBesideField<T>(way: Access, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || !error.details.fields?.headers) throw error;
    const { headers, ...others } = error.details.fields;
    throw new AppError(error.code, error.message, { fields: { ...others, [fieldOf[way]]: headers } });
  }
}

/** Undefined when they are to stay. */
function readHeaders(
  form: { access: Access; secretToken: string; secretHeaders: string },
  context: z.RefinementCtx,
): Record<string, string> | undefined {
  if (form.access === "keep") return undefined;
  if (form.access === "none") return {};
  const field = fieldOf[form.access];
  const complain = (message: string) => {
    context.addIssue({ code: "custom", path: [field], message });
    return z.NEVER;
  };
  if (form[field].trim() === "") {
    return complain(form.access === "bearer" ? "Paste the token." : "Write at least one header.");
  }
  const headers = form.access === "bearer" ? { Authorization: bearer(form.secretToken) } : linesOf(form.secretHeaders);
  if (!headers) return complain("Write each header on a line of its own, as X-Api-Key: 123.");
  const read = newPluginSchema.shape.headers.safeParse(headers);
  return read.success ? read.data : complain(read.error.issues[0]?.message ?? "These are no headers.");
}

/** Pasted with or without the word before it. */
function bearer(token: string): string {
  return `Bearer ${token.replace(/^bearer\s+/i, "")}`;
}

/** Null where a line is no header. */
function linesOf(text: string): Record<string, string> | null {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const pairs = lines.map((line) => /^([^:\s]+)\s*:\s*(.*)$/.exec(line));
  return pairs.every((pair) => pair !== null)
    ? Object.fromEntries(pairs.map(([, name, value]) => [name, value]))
    : null;
}
