import type { AppVersion } from "@/generated/prisma/client";
import { readBusiness } from "./business-schema";
import { type Answering, answeringFields } from "./schema";

/** What a stored version decides, without its number, author and date. */
export function answeringOf(version: AppVersion): Answering {
  return {
    organizationModelId: version.organizationModelId,
    systemPrompt: version.systemPrompt,
    rules: version.rules,
    business: readBusiness(version.business),
    temperature: version.temperature,
    maxOutputTokens: version.maxOutputTokens,
    maxToolSteps: version.maxToolSteps,
    enabledPluginIds: version.enabledPluginIds,
    enabledTools: answeringFields.enabledTools.catch({}).parse(version.enabledTools),
    fallbackModelIds: version.fallbackModelIds,
    hedgeAfterMs: version.hedgeAfterMs,
    approvalText: version.approvalText,
    settleMs: version.settleMs,
    settleCapMs: version.settleCapMs,
    disclosureText: version.disclosureText,
    fallbackText: version.fallbackText,
  };
}
