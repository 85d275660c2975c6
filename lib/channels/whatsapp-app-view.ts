import type { AppVersion, WhatsAppApp } from "@/generated/prisma/client";
import { answeringDefaults } from "../assistant/schema";
import { answeringOf } from "../assistant/version-content";
import { env } from "../env";
import { maskSecret } from "../secrets";
import { sandboxNumber } from "../twilio/sandbox-number";

/** The app as owners and the API see it: credentials masked, never in clear. */
export type WhatsAppAppView = ReturnType<typeof viewWhatsAppApp>;

/** Null before the first version is published: then nobody is answered. */
export type AppWithVersion = WhatsAppApp & { publishedVersion: AppVersion | null };

/** Adds the addresses that go into the Twilio Console. */
export function viewWhatsAppApp(app: AppWithVersion) {
  const { organizationModelId: defaultOrganizationModelId, ...answering } = app.publishedVersion
    ? answeringOf(app.publishedVersion)
    : { organizationModelId: null, systemPrompt: null, ...answeringDefaults };
  const webhooks = `${env().PUBLIC_URL}/webhooks/whatsapp/twilio`;
  const isSandbox = app.number === sandboxNumber;
  return {
    id: app.id,
    twilioNumber: app.number,
    isSandbox,
    twilioAccountSid: maskSecret(app.accountSidLastFour),
    twilioAuthToken: maskSecret(app.authTokenLastFour),
    defaultOrganizationModelId,
    ...answering,
    /** Counts up with each change to what decides an answer. */
    publishedVersion: app.publishedVersion?.number ?? null,
    webhookUrl: `${webhooks}/${app.appKey}`,
    /** Null for the sandbox: its number is shared, so only the address with the key tells whose message it is. */
    webhookUrlByNumber: isSandbox ? null : webhooks,
    /** Sent along with each message; nothing to set up. */
    statusUrl: `${webhooks}/status/{outboundId}`,
    /** The owner took the number off the desk; credentials connect it again. */
    disconnectedAt: app.disconnectedAt,
    createdAt: app.createdAt,
    updatedAt: app.updatedAt,
  };
}
