import { type OpenInterval, readDay, type Weekday, weekdays } from "@/lib/assistant/opening-hours";
import type { Answering } from "@/lib/assistant/schema";

/** The draft as it is typed: what is a number or a list for the assistant is text here. */
export interface DraftForm {
  systemPrompt: string;
  /** One a line. */
  rules: string;
  organizationModelId: string;
  temperature: string;
  maxOutputTokens: string;
  maxToolSteps: string;
  enabledPluginIds: string[];
  enabledTools: Record<string, string[]>;
  fallbackModelIds: string[];
  /** In seconds; empty is never. */
  hedgeAfterMs: string;
  /** In seconds. */
  settleMs: string;
  settleCapMs: string;
  disclosureText: string;
  fallbackText: string;
  approvalText: string;
  business: { name: string; timeZone: string; languages: string; hours: Record<Weekday, string> };
}

export type FormField = keyof DraftForm;
export const formFields = [
  "systemPrompt",
  "rules",
  "organizationModelId",
  "temperature",
  "maxOutputTokens",
  "maxToolSteps",
  "enabledPluginIds",
  "enabledTools",
  "fallbackModelIds",
  "hedgeAfterMs",
  "settleMs",
  "settleCapMs",
  "disclosureText",
  "fallbackText",
  "approvalText",
  "business",
] as const satisfies FormField[];

export function formOf(content: Answering): DraftForm {
  const { business } = content;
  return {
    systemPrompt: content.systemPrompt,
    rules: content.rules.join("\n"),
    organizationModelId: content.organizationModelId,
    temperature: content.temperature === null ? "" : String(content.temperature),
    maxOutputTokens: String(content.maxOutputTokens),
    maxToolSteps: String(content.maxToolSteps),
    enabledPluginIds: content.enabledPluginIds,
    enabledTools: content.enabledTools,
    fallbackModelIds: content.fallbackModelIds,
    hedgeAfterMs: content.hedgeAfterMs === null ? "" : String(content.hedgeAfterMs / 1000),
    settleMs: String(content.settleMs / 1000),
    settleCapMs: String(content.settleCapMs / 1000),
    disclosureText: content.disclosureText,
    fallbackText: content.fallbackText,
    approvalText: content.approvalText,
    business: {
      name: business.name,
      timeZone: business.timeZone,
      languages: business.languages.join(", "),
      hours: byDay((day) => business.hours[day].map(({ from, to }) => `${from}–${to}`).join(", ")),
    },
  };
}

/** What is meant by what was typed; a problem where that cannot be told. The rest is checked where it is saved. */
export type Reading<F extends FormField = FormField> = { value: Answering[F] } | { problem: string };

export function readField(form: DraftForm, field: FormField): Reading {
  switch (field) {
    case "systemPrompt":
    case "disclosureText":
    case "fallbackText":
    case "approvalText":
      return { value: form[field].trim() };
    case "rules":
      return { value: linesOf(form.rules) };
    case "organizationModelId":
    case "enabledPluginIds":
    case "enabledTools":
    case "fallbackModelIds":
      return { value: form[field] };
    case "hedgeAfterMs":
      return form.hedgeAfterMs.trim() === "" ? { value: null } : readSeconds(form.hedgeAfterMs);
    case "temperature":
      return form.temperature.trim() === "" ? { value: null } : readNumber(form.temperature);
    case "maxOutputTokens":
    case "maxToolSteps":
      return readNumber(form[field]);
    case "settleMs":
    case "settleCapMs":
      return readSeconds(form[field]);
    case "business":
      return readBusiness(form.business);
  }
}

/** Whether what is typed means what is stored, however it is written. */
export function means(form: DraftForm, field: FormField, content: Answering): boolean {
  const reading = readField(form, field);
  return "value" in reading && inOrder(reading.value) === inOrder(content[field]);
}

/** As JSON with the keys in order: the database gives them in another one. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [two]) => (one < two ? -1 : 1)))
      : each,
  );
}

function readSeconds(text: string): { value: number } | { problem: string } {
  const seconds = readNumber(text);
  return "value" in seconds ? { value: Math.round(seconds.value * 1000) } : seconds;
}

function readNumber(text: string): { value: number } | { problem: string } {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() === "" || Number.isNaN(value) ? { problem: "Give a number." } : { value };
}

function readBusiness({ name, timeZone, languages, hours }: DraftForm["business"]): Reading<"business"> {
  const read = byDay((day) => readDay(hours[day]));
  const unread = weekdays.find((day) => read[day] === null);
  if (unread) return { problem: `Write the hours of ${capital(unread)} as 09:00–18:00, or 09:00–12:00, 13:00–18:00.` };
  return {
    value: {
      name: name.trim(),
      timeZone: timeZone.trim(),
      hours: read as Record<Weekday, OpenInterval[]>,
      languages: languages.split(/[\s,;]+/).filter(Boolean),
    },
  };
}

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/^\s*[-•]\s+/, "").trim())
    .filter(Boolean);
}

function byDay<T>(of: (day: Weekday) => T): Record<Weekday, T> {
  return Object.fromEntries(weekdays.map((day) => [day, of(day)])) as Record<Weekday, T>;
}
