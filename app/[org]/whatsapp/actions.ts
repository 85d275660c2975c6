"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { memberAction } from "@/lib/auth/member-action";
import type { Member } from "@/lib/auth/require-member";
import { checkSender } from "@/lib/channels/check-sender";
import { chooseModel, publishFirstVersion } from "@/lib/channels/complete-setup";
import { connectSender, disconnectSender } from "@/lib/channels/connect-sender";
import {
  abandonRotation,
  finishRotation,
  promoteToken,
  startRotation,
  switchSending,
} from "@/lib/channels/rotate-token";
import {
  firstVersionFormSchema,
  rotationStepSchema,
  senderFormSchema,
  startRotationFormSchema,
} from "@/lib/channels/schema";
import { setWebhook } from "@/lib/channels/sender-webhook";
import { keepSetupNotes } from "@/lib/channels/setup-notes";
import { deleteModel } from "@/lib/gateway/models";
import { deleteProviderKey } from "@/lib/gateway/provider-keys";
import { modelFormSchema, providerKeyFormSchema } from "@/lib/gateway/schema";
import { createTestedKey, testProviderKey } from "@/lib/gateway/test-provider-key";

const configure = { permission: "configure" } as const;
const nothing = z.strictObject({});
const byId = z.strictObject({ id: z.uuid() });

const providerNames = { openai: "OpenAI", anthropic: "Anthropic", "openai-compatible": "Compatible endpoint" };

export const addKey = memberAction(providerKeyFormSchema, configure, async (input, member) => {
  await createTestedKey(member.db, { ...input, label: input.label ?? providerNames[input.provider] }, member.actor);
  reread(member);
});

export const testKey = memberAction(byId, configure, async ({ id }, member) => {
  await testProviderKey(member.db, id);
  reread(member);
});

export const removeKey = memberAction(byId, configure, async ({ id }, member) => {
  await deleteProviderKey(member.db, id, member.actor);
  reread(member);
});

export const takeModel = memberAction(modelFormSchema, configure, async (input, member) => {
  await chooseModel(member.db, input, member.actor);
  reread(member);
});

export const removeModel = memberAction(byId, configure, async ({ id }, member) => {
  await deleteModel(member.db, id, member.actor);
  reread(member);
});

export const connect = memberAction(senderFormSchema, configure, async (input, member) => {
  await connectSender(member.db, input, member.actor);
  reread(member);
});

export const checkNow = memberAction(nothing, configure, async (_, member) => {
  await checkSender(member.db);
  reread(member);
});

export const setItForMe = memberAction(nothing, configure, async (_, member) => {
  await setWebhook(member.db, member.actor);
  reread(member);
});

export const publishFirst = memberAction(firstVersionFormSchema, configure, async (input, member) => {
  await publishFirstVersion(member.db, input, member.actor);
  reread(member);
});

export const finishSetup = memberAction(nothing, configure, async (_, member) => {
  await keepSetupNotes(member.db, { finishedAt: new Date().toISOString() });
  reread(member);
});

export const disconnect = memberAction(nothing, configure, async (_, member) => {
  const { webhookCleared } = await disconnectSender(member.db, member.actor);
  reread(member);
  return { webhookCleared };
});

export const beginRotation = memberAction(startRotationFormSchema, configure, async (input, member) => {
  await startRotation(member.db, input, member.actor);
  reread(member);
});

const steps = { switch: switchSending, promote: promoteToken, finish: finishRotation };

export const stepRotation = memberAction(rotationStepSchema, configure, async ({ step }, member) => {
  await steps[step](member.db, member.actor);
  reread(member);
});

export const leaveRotation = memberAction(nothing, configure, async (_, member) => {
  await abandonRotation(member.db, member.actor);
  reread(member);
});

/** The plate in the sidebar tells of it too. */
function reread({ organization }: Member): void {
  revalidatePath(`/${organization.slug}`, "layout");
}
