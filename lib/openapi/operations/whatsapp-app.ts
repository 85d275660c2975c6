import { z } from "zod";
import { answeringFields } from "../../assistant/schema";
import {
  newWhatsAppAppSchema,
  rotationStepSchema,
  startRotationSchema,
  whatsAppAppChangesSchema,
} from "../../channels/schema";
import { exampleIds, id, section, time } from "../operation";

const { organizationModelId: _, ...answering } = answeringFields;

const app = z.strictObject({
  id,
  twilioNumber: z.string(),
  isSandbox: z.boolean(),
  twilioAccountSid: z.string().meta({ description: "Masked." }),
  twilioAuthToken: z.string().meta({ description: "Masked." }),
  defaultOrganizationModelId: id,
  ...answering,
  publishedVersion: z.int().meta({ description: "Counts up with each change to what decides an answer." }),
  webhookUrl: z.string(),
  webhookUrlByNumber: z.string().nullable().meta({ description: "Null for the sandbox, whose number is shared." }),
  statusUrl: z.string().meta({ description: "Sent along with each message; nothing to set up." }),
  disconnectedAt: time.nullable(),
  createdAt: time,
  updatedAt: time,
});

const twilioAccount = z.strictObject({
  name: z.string(),
  status: z.enum(["active", "suspended", "closed"]),
  isTrial: z.boolean(),
});

const senderCheck = z.strictObject({
  account: twilioAccount.nullable(),
  sender: z
    .strictObject({
      sid: z.string(),
      status: z.string(),
      qualityRating: z.string().nullable(),
      messagingLimit: z.string().nullable(),
      offlineReasons: z.array(z.string()),
      webhook: z.strictObject({
        callbackUrl: z.string().nullable(),
        fallbackUrl: z.string().nullable(),
        statusCallbackUrl: z.string().nullable(),
      }),
    })
    .nullable(),
  problem: z.strictObject({ kind: z.string(), sentence: z.string() }).nullable(),
});

const rotation = z.strictObject({
  stage: z.enum(["none", "accepting", "sending", "promoted", "proven"]),
  byTwilio: z.boolean(),
  oldToken: z.string(),
  newToken: z.string().nullable(),
  startedAt: time.nullable(),
  switchedAt: time.nullable(),
  promotedAt: time.nullable(),
  provenAt: time.nullable(),
  promotableAt: time.nullable(),
  finishableAt: time.nullable(),
});

const noTwilio = { 503: "`unavailable`: Twilio does not answer." };

export const whatsAppApp = section("The WhatsApp app", [
  {
    method: "POST",
    path: "/whatsapp-app",
    summary: "Connect a WhatsApp sender and publish version 1",
    description:
      "One an organisation. A number that another organisation has is refused; the sandbox's is shared by all.",
    permission: "configure",
    body: {
      schema: newWhatsAppAppSchema,
      example: {
        twilioNumber: "whatsapp:+15551234567",
        twilioAccountSid: "AC00000000000000000000000000000000",
        twilioAuthToken: "00000000000000000000000000000000",
        defaultOrganizationModelId: exampleIds.model,
        systemPrompt: "You answer for Acme, a bakery in Leeds. Open 7 to 16, closed on Sundays.",
        enabledPluginIds: [],
      },
    },
    response: { status: 201, description: "The app, credentials masked.", content: { schema: app } },
    errors: { 409: "`conflict`: there is an app already, or another organisation has the number." },
  },
  {
    method: "GET",
    path: "/whatsapp-app",
    summary: "Read the WhatsApp app",
    permission: "configure",
    response: { status: 200, description: "The app with its published version.", content: { schema: app } },
  },
  {
    method: "PATCH",
    path: "/whatsapp-app",
    summary: "Change the WhatsApp app",
    description:
      "What is left out stays. A change to anything that decides an answer makes the next version and publishes it; the versions before it are never changed.",
    permission: "configure",
    body: { schema: whatsAppAppChangesSchema, example: { systemPrompt: "You answer for Acme, a hotel in Leeds." } },
    response: { status: 200, description: "The app as it is now.", content: { schema: app } },
    errors: { 409: "`conflict`: another organisation has the number." },
  },
  {
    method: "POST",
    path: "/whatsapp-app/check",
    summary: "Ask Twilio about account and sender",
    permission: "configure",
    response: {
      status: 200,
      description: "What Twilio says, and what stands in the way.",
      content: { schema: senderCheck },
    },
  },
  {
    method: "PUT",
    path: "/whatsapp-app/webhook",
    summary: "Set our addresses at Twilio",
    description: "Callback, fallback and status address together; nothing else of the sender is touched.",
    permission: "configure",
    response: { status: 200, description: "The sender as it is now.", content: { schema: senderCheck } },
    errors: {
      409: "`conflict`: Twilio's API cannot set it, as for the sandbox, or Twilio has no way to our address.",
      ...noTwilio,
    },
  },
  {
    method: "DELETE",
    path: "/whatsapp-app/webhook",
    summary: "Clear our addresses at Twilio",
    description: "Those that are still ours.",
    permission: "configure",
    response: { status: 200, description: "The sender as it is now.", content: { schema: senderCheck } },
    errors: { 409: "`conflict`: Twilio's API cannot clear it, as for the sandbox.", ...noTwilio },
  },
  {
    method: "GET",
    path: "/whatsapp-app/rotation",
    summary: "Read where the token's rotation stands",
    permission: "configure",
    response: {
      status: 200,
      description: "Its stage, and from when the next step may be taken.",
      content: { schema: rotation },
    },
  },
  {
    method: "POST",
    path: "/whatsapp-app/rotation",
    summary: "Begin to rotate the Auth Token",
    description:
      "From then on webhooks signed with either token are accepted. Without `nextAuthToken`, Twilio's API makes the second one.",
    permission: "configure",
    body: { schema: startRotationSchema, example: {} },
    response: { status: 201, description: "Begun.", content: { schema: rotation } },
    errors: { 409: "`conflict`: a rotation is under way.", ...noTwilio },
  },
  {
    method: "PATCH",
    path: "/whatsapp-app/rotation",
    summary: "Take the next step of the rotation",
    description: "`switch` calls to the new token, then `promote` it at Twilio, then `finish`: drop the old one.",
    permission: "configure",
    body: { schema: rotationStepSchema, example: { step: "switch" } },
    response: { status: 200, description: "The stage that was reached.", content: { schema: rotation } },
    errors: { 409: "`conflict`: it is not the turn of this step, or a proof is missing." },
  },
  {
    method: "DELETE",
    path: "/whatsapp-app/rotation",
    summary: "Abandon the rotation",
    permission: "configure",
    response: { status: 200, description: "Back to the old token alone.", content: { schema: rotation } },
    errors: { 409: "`conflict`: none is under way, or Twilio refuses the old token already." },
  },
  {
    method: "DELETE",
    path: "/whatsapp-app",
    summary: "Disconnect the WhatsApp sender",
    description: "Takes the number off the desk and forgets the credentials; conversations stay.",
    permission: "configure",
    response: {
      status: 200,
      description: "Whether our addresses at Twilio were cleared as well.",
      content: { schema: z.strictObject({ webhookCleared: z.boolean() }) },
    },
  },
]);
