import { z } from "zod";
import type { OpeningHours } from "../assistant/business-schema";
import { type Weekday, weekdays } from "../assistant/opening-hours";
import { answeringDefaults, answeringFields, capSentence, settlesWithinCap } from "../assistant/schema";
import { optionalField } from "../parse-input";
import { twilioNumberSchema } from "./twilio-number";

/** Who owns the number at Twilio. */
const credentials = {
  twilioAccountSid: z
    .string()
    .trim()
    .regex(
      /^AC[0-9a-f]{32}$/,
      "An Account SID is AC and 32 digits or letters a to f, from the Twilio Console's home page.",
    ),
  twilioAuthToken: z
    .string()
    .trim()
    .regex(/^[0-9a-f]{32}$/, "An Auth Token is 32 digits or letters a to f, from the Twilio Console's home page."),
};

/** What decides an answer, with the model under the name that it has always had here. */
const { organizationModelId: defaultOrganizationModelId, ...others } = answeringFields;
const answering = { defaultOrganizationModelId, ...others };

/** The body of POST /whatsapp-app. */
export const newWhatsAppAppSchema = z
  .strictObject({
    twilioNumber: twilioNumberSchema,
    ...credentials,
    ...answering,
    rules: answering.rules.default(answeringDefaults.rules),
    business: answering.business.default(answeringDefaults.business),
    temperature: answering.temperature.default(answeringDefaults.temperature),
    maxOutputTokens: answering.maxOutputTokens.default(answeringDefaults.maxOutputTokens),
    maxToolSteps: answering.maxToolSteps.default(answeringDefaults.maxToolSteps),
    enabledTools: answering.enabledTools.default(answeringDefaults.enabledTools),
    fallbackModelIds: answering.fallbackModelIds.default(answeringDefaults.fallbackModelIds),
    hedgeAfterMs: answering.hedgeAfterMs.default(answeringDefaults.hedgeAfterMs),
    approvalText: answering.approvalText.default(answeringDefaults.approvalText),
    settleMs: answering.settleMs.default(answeringDefaults.settleMs),
    settleCapMs: answering.settleCapMs.default(answeringDefaults.settleCapMs),
    disclosureText: answering.disclosureText.default(answeringDefaults.disclosureText),
    fallbackText: answering.fallbackText.default(answeringDefaults.fallbackText),
  })
  .refine(settlesWithinCap, { path: ["settleMs"], error: capSentence });

/** The body of PATCH /whatsapp-app: what is left out stays as it is. */
export const whatsAppAppChangesSchema = z
  .strictObject({ twilioNumber: twilioNumberSchema, ...credentials, ...answering })
  .partial()
  .refine((changes) => !changes.twilioAuthToken || changes.twilioAccountSid, {
    path: ["twilioAccountSid"],
    error: "Send the Account SID together with its Auth Token.",
  })
  .refine((changes) => !changes.twilioAccountSid || changes.twilioAuthToken, {
    path: ["twilioAuthToken"],
    error: "Send the Auth Token together with its Account SID.",
  });

/** Who sends, and with what: the credentials are left out to keep those that are stored. */
export const senderSchema = z
  .strictObject({ twilioNumber: twilioNumberSchema, ...credentials })
  .partial({ twilioAccountSid: true, twilioAuthToken: true })
  .refine(({ twilioAccountSid, twilioAuthToken }) => !twilioAccountSid === !twilioAuthToken, {
    path: ["twilioAuthToken"],
    error: "Enter Account SID and Auth Token together.",
  });

/** Without a token, Twilio's API makes it. */
export const startRotationSchema = z.strictObject({ nextAuthToken: credentials.twilioAuthToken.optional() });

export const rotationStepSchema = z.strictObject({ step: z.enum(["switch", "promote", "finish"]) });

/** Step 3 of the set-up, and a later change: SID and token stay empty to keep the stored ones. */
export const senderFormSchema = z.strictObject({
  twilioNumber: z.string(),
  twilioAccountSid: optionalField(z.string()),
  twilioAuthToken: optionalField(z.string()),
});

/** 9, 9:00, 09.00 and 0900 are all 09:00. */
const clock = optionalField(
  z
    .string()
    .trim()
    .transform((typed) =>
      typed.replace(/^(\d{1,2})(?:[:.h]?(\d{2}))?$/, (_, hour, minute = "00") => `${hour.padStart(2, "0")}:${minute}`),
    )
    .pipe(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, "Give a time such as 09:00.")),
);

/** Step 5 of the set-up: all that version 1 is made from. One stretch of opening hours a day; a day left empty is closed. */
export const firstVersionFormSchema = z
  .strictObject({
    businessName: z.string().trim().min(1, "Give the name that customers know.").max(100),
    timeZone: answering.business.shape.timeZone,
    languages: z.string().max(200),
    disclosureText: answering.disclosureText,
    systemPrompt: answering.systemPrompt,
    ...(Object.fromEntries(
      weekdays.flatMap((day) => [
        [`${day}From`, clock],
        [`${day}To`, clock],
      ]),
    ) as Record<`${Weekday}${"From" | "To"}`, typeof clock>),
  })
  .transform(({ businessName, timeZone, languages, disclosureText, systemPrompt, ...times }) => ({
    disclosureText,
    systemPrompt,
    business: {
      name: businessName,
      timeZone,
      languages: languages.split(/[\s,;]+/).filter(Boolean),
      hours: hoursFrom(times),
    },
  }))
  .superRefine(({ business }, context) => {
    for (const { path, message } of answering.business.safeParse(business).error?.issues ?? []) {
      context.addIssue({ code: "custom", message, path: [fieldOf(path.map(String))] });
    }
  });

/** The field of the form that a part of the business came from. */
function fieldOf([part, day]: string[]): string {
  if (part === "hours") return `${day}From`;
  return part === "name" ? "businessName" : (part ?? "businessName");
}

function hoursFrom(times: Partial<Record<`${Weekday}${"From" | "To"}`, string | undefined>>): OpeningHours {
  const day = (name: Weekday) => {
    const { [`${name}From` as const]: from, [`${name}To` as const]: to } = times;
    return from || to ? [{ from: from ?? "", to: to === "00:00" ? "24:00" : (to ?? "") }] : [];
  };
  return Object.fromEntries(weekdays.map((name) => [name, day(name)])) as unknown as OpeningHours;
}

/** By hand or by Twilio: an empty token lets Twilio make one. */
export const startRotationFormSchema = z.strictObject({ nextAuthToken: optionalField(z.string()) });
