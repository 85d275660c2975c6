import { randomBytes, randomInt } from "node:crypto";
import { database } from "@/lib/db/client";
import { forOrganization } from "@/lib/db/for-organization";
import { encryptSecret } from "@/lib/secrets";

export interface OrganizationOptions {
  /** Where the organisation's model answers; nobody does when it is left out. */
  modelBaseUrl?: string;
  model?: string;
  systemPrompt?: string;
  /** Milliseconds that the assistant waits for the customer to finish; 0 unless the test is about waiting. */
  settleMs?: number;
  settleCapMs?: number;
  fallbackText?: string;
}

export type TestOrganization = Awaited<ReturnType<typeof makeOrganization>>;

/**
 * An organisation of the test's own, with an owner, a provider key, a model and a published WhatsApp app; slug, e-mail
 * and number are random. Rows, not domain functions: this must not fail because another domain does. The owner's
 * password hash is none, so nobody signs in as this owner.
 */
export async function makeOrganization(options: OrganizationOptions = {}) {
  const { prisma } = database();
  const tag = randomBytes(6).toString("hex");
  const organization = await prisma.organization.create({ data: { slug: `org-${tag}`, name: `Organization ${tag}` } });
  const organizationId = organization.id;
  const db = forOrganization(organizationId);
  const owner = await prisma.user.create({
    data: { email: `owner-${tag}@example.test`, name: "Olive Owner", passwordHash: "none" },
  });
  await prisma.membership.create({ data: { organizationId, userId: owner.id, role: "owner" } });

  const apiKey = `sk-test-${tag}`;
  const providerKey = await db.providerKey.create({
    data: {
      organizationId,
      provider: "openai_compatible",
      label: "Test models",
      baseUrl: options.modelBaseUrl ?? "http://127.0.0.1:9/v1",
      apiKey: encryptSecret(apiKey, { organizationId, field: "providerKey.apiKey" }),
      lastFour: apiKey.slice(-4),
    },
  });
  const model = await db.organizationModel.create({
    data: {
      organizationId,
      providerKeyId: providerKey.id,
      model: options.model ?? "test-model",
      label: "Test model",
      inputPricePerMTok: 1_000_000,
      outputPricePerMTok: 4_000_000,
    },
  });
  const twilio = {
    accountSid: `AC${randomBytes(16).toString("hex")}`,
    authToken: randomBytes(16).toString("hex"),
    number: `+1555${randomInt(1_000_000, 10_000_000)}`,
  };
  const app = await db.whatsAppApp.create({
    data: {
      organizationId,
      appKey: randomBytes(24).toString("base64url"),
      number: twilio.number,
      exclusiveNumber: twilio.number,
      accountSid: encryptSecret(twilio.accountSid, { organizationId, field: "whatsAppApp.accountSid" }),
      authToken: encryptSecret(twilio.authToken, { organizationId, field: "whatsAppApp.authToken" }),
      accountSidLastFour: twilio.accountSid.slice(-4),
      authTokenLastFour: twilio.authToken.slice(-4),
    },
  });
  const version = await db.appVersion.create({
    data: {
      organizationId,
      whatsAppAppId: app.id,
      number: 1,
      organizationModelId: model.id,
      systemPrompt: options.systemPrompt ?? "You answer for a shop.",
      enabledPluginIds: [],
      settleMs: options.settleMs ?? 0,
      settleCapMs: options.settleCapMs ?? 8_000,
      maxOutputTokens: 1_024,
      fallbackText: options.fallbackText ?? "A person will answer you soon.",
      createdById: owner.id,
    },
  });
  await db.whatsAppApp.update({ where: { id: app.id }, data: { publishedVersionId: version.id } });
  return {
    organizationId,
    slug: organization.slug,
    db,
    owner,
    providerKey: { ...providerKey, plaintext: apiKey },
    model,
    app: { ...app, publishedVersionId: version.id },
    version,
    twilio,
  };
}
