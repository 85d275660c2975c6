/**
 * Makes the demo organisation, in a child of `npm start`: reads its input from SEED, writes `{ ready: true, ...report }`
 * to its parent. It runs at each start and after a crash in its midst: what is there already stays as it is, except for
 * the model simulator's address, which may have changed.
 */
import { noHours } from "@/lib/assistant/business-schema";
import type { Actor } from "@/lib/audit/schema";
import { createUser, verifyPassword } from "@/lib/auth/users";
import { checkSender } from "@/lib/channels/check-sender";
import { createWhatsAppApp } from "@/lib/channels/whatsapp-app";
import { closeDatabase, database } from "@/lib/db/client";
import { forOrganization, type TenantDatabase } from "@/lib/db/for-organization";
import { createModel } from "@/lib/gateway/models";
import { createProviderKey } from "@/lib/gateway/provider-keys";
import { testProviderKey } from "@/lib/gateway/test-provider-key";
import { createOrganization } from "@/lib/organizations/create-organization";

export interface SeedInput {
  ownerPassword: string;
  organizationName: string;
  /** The simulators; null where the real thing is used, which the owner connects. */
  twilio: { number: string; accountSid: string; authToken: string } | null;
  model: { baseUrl: string; apiKey: string; model: string } | null;
}

export interface SeedReport {
  /** The password is null when the account is older than the data folder, which then does not know it. */
  owner: { email: string; password: string | null };
  organizationId: string;
  organizationSlug: string;
}

const ownerEmail = "owner@acme.example";
const slug = "acme-support";
const keyLabel = "Model simulator";

const systemPrompt = `You are the assistant of Acme Support, a small shop for headphones, speakers and chargers.
Be friendly and brief. Answer from what you know about the shop:
- Open Monday to Friday 9:00–18:00 and Saturday 10:00–16:00, at 12 Harbour Street.
- Orders placed before 14:00 leave the same day and arrive in 2–3 working days; free from $50, otherwise $4.90.
- Returns within 30 days, unused and in the box; label at https://acme.example/returns.
- Two-year warranty on everything.
If you do not know something, say so and offer that a person will write back. Never invent prices or promises.`;

async function seed(input: SeedInput): Promise<SeedReport> {
  const { prisma } = database();
  const owner =
    (await prisma.user.findUnique({ where: { email: ownerEmail } })) ??
    (await createUser({ email: ownerEmail, name: "Olive Owner", password: input.ownerPassword }));
  const organization =
    (await prisma.organization.findUnique({ where: { slug } })) ??
    (await createOrganization({ name: input.organizationName, slug, ownerId: owner.id }));
  await seedApp(forOrganization(organization.id), owner, input);
  const isKnown = await verifyPassword(ownerEmail, input.ownerPassword);
  return {
    owner: { email: ownerEmail, password: isKnown ? input.ownerPassword : null },
    organizationId: organization.id,
    organizationSlug: organization.slug,
  };
}

async function seedApp(db: TenantDatabase, owner: Actor, input: SeedInput): Promise<void> {
  const { twilio, model, organizationName } = input;
  if (model) await db.providerKey.updateMany({ where: { label: keyLabel }, data: { baseUrl: model.baseUrl } });
  if (!twilio || !model || (await db.whatsAppApp.findFirst())) return;
  const key =
    (await db.providerKey.findFirst({ where: { label: keyLabel } })) ??
    (await createProviderKey(
      db,
      {
        provider: "openai-compatible",
        label: keyLabel,
        apiKey: model.apiKey,
        baseUrl: model.baseUrl,
      },
      owner,
    ));
  const organizationModelId =
    (await db.organizationModel.findFirst({ where: { providerKeyId: key.id } }))?.id ??
    (await createModel(db, { ...demoModel, model: model.model, providerKeyId: key.id }, owner)).organizationModelId;
  await createWhatsAppApp(
    db,
    {
      twilioNumber: twilio.number,
      twilioAccountSid: twilio.accountSid,
      twilioAuthToken: twilio.authToken,
      defaultOrganizationModelId: organizationModelId,
      systemPrompt,
      enabledPluginIds: ["first_party:handoff", "first_party:calendar-hours", "first_party:contact"],
      business: { name: organizationName, timeZone: "UTC", languages: ["en"], hours: openingHours },
      fallbackText: "Sorry, I cannot answer right now. One of us will write to you as soon as we can.",
    },
    owner,
  );
  // As the guided set-up would have done: the panel then has something to show for both.
  await checkSender(db);
  await testProviderKey(db, key.id);
}

/** As the prompt has them. */
const openingHours = {
  ...noHours,
  ...Object.fromEntries(
    (["monday", "tuesday", "wednesday", "thursday", "friday"] as const).map((day) => [
      day,
      [{ from: "09:00", to: "18:00" }],
    ]),
  ),
  saturday: [{ from: "10:00", to: "16:00" }],
};

/** Prices as of a small model, so that the receipts show what an answer costs. */
const demoModel = { label: "Demo model", inputPricePerMTok: 0.4, outputPricePerMTok: 1.6 };

const report = await seed(JSON.parse(process.env.SEED ?? "null"));
await closeDatabase();
process.send?.({ ready: true, ...report });
process.disconnect?.();
