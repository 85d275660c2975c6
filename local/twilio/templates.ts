import { ApiError } from "./api-error";
import { stableSid } from "./sid";
import type { Account, Message } from "./store";

export interface Template {
  sid: string;
  friendlyName: string;
  language: string;
  body: string;
  /** Titles of the buttons under it; with them it is a twilio/quick-reply. */
  buttons?: string[];
  variables: Record<string, string>;
  /** Source: https://www.twilio.com/docs/content/overview#template-approval-statuses */
  status: "unsubmitted" | "received" | "pending" | "approved" | "rejected" | "paused" | "disabled";
  /** Empty before it is submitted. */
  category: "UTILITY" | "MARKETING" | "";
  rejectionReason: string;
}

/** The templates that every simulated account has: some that can be sent, one in two languages, and one of each other state. */
export function templatesOf(account: Account): Template[] {
  return SEEDS.map((seed) => {
    const translation = seed.language === "en" ? "" : ` ${seed.language}`;
    return { ...seed, sid: stableSid("HX", `${account.accountSid} ${seed.friendlyName}${translation}`) };
  });
}

/**
 * A message made from a template: its text with the variables filled in, and its buttons. Throws 400/21655 for a
 * ContentSid that is not the account's and 400/21656 for ContentVariables that are not a JSON object of text.
 */
export function fillTemplate(account: Account, contentSid: string, contentVariables?: string) {
  const template = templatesOf(account).find((candidate) => candidate.sid === contentSid);
  if (!template) throw new ApiError(400, 21655, "The ContentSid is Invalid");
  const given = parseVariables(contentVariables);
  const values = { ...template.variables, ...given };
  return {
    body: template.body.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => values[name] ?? placeholder),
    contentSid,
    contentVariables: given,
    buttons: buttonsOf(template),
  };
}

/** The buttons under a template, as a customer's tap sends them back. */
export function buttonsOf({ buttons = [] }: Pick<Template, "buttons">): { text: string; payload: string }[] {
  return buttons.map((text, index) => ({ text, payload: `button_${index + 1}` }));
}

/**
 * The error with which a message made from content fails on its way, or null. What is approved goes out as a template, so
 * its parameters must be the template's (63028); anything else is free text, which fails outside the window.
 */
export function contentFailure(
  account: Account,
  { contentSid, contentVariables }: Pick<Message, "contentSid" | "contentVariables">,
  outsideWindow: boolean,
): number | null {
  const template = templatesOf(account).find((candidate) => candidate.sid === contentSid);
  if (template?.status === "approved") {
    const known = Object.keys(contentVariables ?? {}).every((name) => name in template.variables);
    return known ? null : 63028;
  }
  return outsideWindow ? (BY_STATUS[template?.status ?? ""] ?? 63016) : null;
}

const BY_STATUS: Record<string, number> = { rejected: 63040, paused: 63041, disabled: 63042 };

function parseVariables(json = "{}"): Record<string, string> {
  const invalid = new ApiError(400, 21656, "The ContentVariables Parameter is invalid");
  try {
    const values: unknown = JSON.parse(json);
    const isText = values && typeof values === "object" && Object.values(values).every((v) => typeof v === "string");
    if (!isText) throw invalid;
    return values as Record<string, string>;
  } catch {
    throw invalid;
  }
}

const SEEDS: Omit<Template, "sid">[] = [
  {
    friendlyName: "conversation_follow_up",
    language: "en",
    body: "Hello {{1}}, we have an answer to your question about {{2}}. Reply to this message to continue.",
    variables: { 1: "Priya", 2: "your order" },
    status: "approved",
    category: "UTILITY",
    rejectionReason: "",
  },
  {
    friendlyName: "opening_hours_change",
    language: "en",
    body: "Our opening hours change on {{1}}. Reply to this message to hear more.",
    variables: { 1: "Monday" },
    status: "pending",
    category: "UTILITY",
    rejectionReason: "",
  },
  {
    friendlyName: "spring_offer",
    language: "en",
    body: "Only this week: {{1}} off everything in the shop.",
    variables: { 1: "20 %" },
    status: "rejected",
    category: "MARKETING",
    rejectionReason: "The template contains a promise that cannot be verified.",
  },
  {
    friendlyName: "appointment_reminder",
    language: "en",
    body: "Your appointment is on {{1}} at {{2}}. Will you come?",
    buttons: ["Yes", "Another day"],
    variables: { 1: "Monday", 2: "10:30" },
    status: "approved",
    category: "UTILITY",
    rejectionReason: "",
  },
  {
    friendlyName: "appointment_reminder",
    language: "de",
    body: "Ihr Termin ist am {{1}} um {{2}}. Kommen Sie?",
    buttons: ["Ja", "Ein anderer Tag"],
    variables: { 1: "Montag", 2: "10:30" },
    status: "approved",
    category: "UTILITY",
    rejectionReason: "",
  },
  {
    friendlyName: "winter_offer",
    language: "en",
    body: "Winter tyres are in: {{1}} off until the end of the month.",
    variables: { 1: "10 %" },
    status: "paused",
    category: "MARKETING",
    rejectionReason: "",
  },
  {
    friendlyName: "thank_you",
    language: "en",
    body: "Thank you for your visit, and see you soon.",
    variables: {},
    status: "unsubmitted",
    category: "",
    rejectionReason: "",
  },
];
