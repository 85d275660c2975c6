"use server";

import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { memberAction } from "@/lib/auth/member-action";
import type { Member } from "@/lib/auth/require-member";
import { AppError } from "@/lib/errors";
import { startAuthorization } from "@/lib/plugins/authorize-plugin";
import { decideToolCall } from "@/lib/plugins/decide-tool-call";
import { connectPlugin, deletePlugin, refreshPlugin, updatePlugin } from "@/lib/plugins/plugins";
import { decisionSchema, pluginIdSchema, toolSettingsSchema } from "@/lib/plugins/schema";
import { testTool } from "@/lib/plugins/test-tool";
import { getTool, setTool } from "@/lib/plugins/tools";
import { inputFields, readInput } from "./input-fields";
import { limitsFormSchema } from "./limits-form";
import { addressFormSchema, connectFormSchema, nameFormSchema, sayBesideField } from "./plugin-form";
import { pluginPath } from "./plugin-path";

const configure = { permission: "configure" } as const;
const byId = z.strictObject({ id: pluginIdSchema });
const toolOf = { pluginId: pluginIdSchema, name: z.string().min(1).max(128) };

/** Leads to the new plugin, where its tools are ticked. */
export const connect = memberAction(connectFormSchema, configure, async (form, { db, actor, organization }) => {
  const { access, name, url, headers } = form;
  const { id } = await sayBesideField(access, () => connectPlugin(db, { name, url, headers }, actor));
  revalidatePath(`/${organization.slug}`, "layout");
  redirect(pluginPath(organization.slug, id));
});

export const rename = memberAction(nameFormSchema, configure, async ({ id, name }, member) => {
  await updatePlugin(member.db, id, { name }, member.actor);
  reread(member);
});

export const changeAddress = memberAction(addressFormSchema, configure, async (form, member) => {
  const { id, access, url, headers } = form;
  await sayBesideField(access, () => updatePlugin(member.db, id, { url, headers }, member.actor));
  reread(member);
});

export const refreshNow = memberAction(byId, configure, async ({ id }, member) => {
  const { lastError } = await refreshPlugin(member.db, id);
  reread(member);
  return { problem: lastError };
});

export const disconnect = memberAction(byId, configure, async ({ id }, { db, actor, organization }) => {
  await deletePlugin(db, id, actor);
  revalidatePath(`/${organization.slug}`, "layout");
  redirect(`/${organization.slug}/plugins` as Route);
});

/** Leads to the server, which asks whether it may let us in and leads back. */
export const authorize = memberAction(byId, configure, async ({ id }, { db, actor }): Promise<void> => {
  const { url } = await startAuthorization(db, id, actor);
  redirect(url as Route);
});

const permissionSchema = z.strictObject({
  ...toolOf,
  permission: toolSettingsSchema.shape.permission.unwrap(),
  hash: toolSettingsSchema.shape.hash,
});

export const setPermission = memberAction(
  permissionSchema,
  configure,
  async ({ pluginId, name, ...settings }, member) => {
    await setTool(member.db, pluginId, name, settings, member.actor);
    reread(member);
  },
);

export const setLimits = memberAction(limitsFormSchema, configure, async ({ pluginId, name, ...settings }, member) => {
  await setTool(member.db, pluginId, name, settings, member.actor);
  reread(member);
});

/** The arguments are fields of their own, `input.<name>`; they are read by the tool's schema. */
export const tryTool = memberAction(z.looseObject(toolOf), configure, async ({ pluginId, name, ...typed }, { db }) => {
  const tool = await getTool(db, pluginId, name);
  const { input, problems } = readInput(inputFields(tool.definition.inputSchema), (field) => {
    const value = typed[`input.${field}`];
    return typeof value === "string" ? value : undefined;
  });
  const fields = Object.entries(problems).map(([field, sentence]) => [`input.${field}`, sentence]);
  if (fields.length > 0)
    throw new AppError("invalid", "Some arguments cannot be read.", { fields: Object.fromEntries(fields) });
  return testTool(db, pluginId, name, { input });
});

export const decide = memberAction(
  decisionSchema.extend({ id: z.uuid() }),
  { permission: "work-conversations" },
  async ({ id, ...decision }, member) => {
    await decideToolCall(member.db, id, decision, member.actor);
    reread(member);
  },
);

/** The sentence, the counts and the draft tell of it too. */
function reread({ organization }: Member): void {
  revalidatePath(`/${organization.slug}`, "layout");
}
