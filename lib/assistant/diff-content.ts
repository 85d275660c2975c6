import { diffText, type TextDiff } from "./diff-text";
import { languageNames } from "./fill-fields";
import { changedFields } from "./open-draft";
import { describeDay, weekdays } from "./opening-hours";
import { type Answering, type AnsweringField, fieldLabels } from "./schema";

/** How one field changed: words in a text, or one value for another. */
export type FieldDiff = { field: AnsweringField; label: string } & (
  | { kind: "text"; text: TextDiff }
  | { kind: "value"; before: string; after: string }
);

/** The names of the organisation's models and plugins, by their ids. */
export type ContentLabels = ReadonlyMap<string, string>;

/** What differs between two contents, field by field, as a person reads it. */
export function diffContent(before: Answering, after: Answering, labels: ContentLabels): FieldDiff[] {
  const changed = changedFields(before, after);
  return changed.flatMap((field): FieldDiff[] => {
    const label = fieldLabels[field];
    if (field === "enabledTools") return diffTools(before.enabledTools, after.enabledTools, labels);
    // Its tools say it already.
    if (field === "enabledPluginIds" && changed.includes("enabledTools")) return [];
    if (field === "business") return diffBusiness(before.business, after.business);
    if (isText(field))
      return [{ field, label, kind: "text", text: diffText(textOf(before, field), textOf(after, field)) }];
    const [was, is] = [before, after].map((content) => describeField(content, field, labels));
    return [{ field, label, kind: "value", before: was ?? "", after: is ?? "" }];
  });
}

/** The value of a field in words; texts as they are. */
export function describeField(
  content: Answering,
  field: Exclude<AnsweringField, "business">,
  labels: ContentLabels,
): string {
  switch (field) {
    case "organizationModelId":
      return labels.get(content.organizationModelId) ?? "a deleted model";
    case "temperature":
      return content.temperature === null ? "the model’s own" : String(content.temperature);
    case "maxOutputTokens":
      return `${content.maxOutputTokens} tokens`;
    case "maxToolSteps":
      return String(content.maxToolSteps);
    case "enabledPluginIds":
      return content.enabledPluginIds.map((id) => pluginName(id, labels)).join(", ") || "none";
    case "enabledTools":
      return (
        Object.entries(content.enabledTools)
          .filter(([, names]) => names.length > 0)
          .map(([id, names]) => `${pluginName(id, labels)}: ${names.join(", ")}`)
          .join("; ") || "none"
      );
    case "fallbackModelIds":
      return content.fallbackModelIds.map((id) => labels.get(id) ?? "a deleted model").join(", then ") || "none";
    case "hedgeAfterMs":
      return content.hedgeAfterMs === null ? "never" : `${content.hedgeAfterMs / 1000} s`;
    case "settleMs":
    case "settleCapMs":
      return `${content[field] / 1000} s`;
    default:
      return textOf(content, field);
  }
}

function pluginName(id: string, labels: ContentLabels): string {
  return labels.get(id) ?? "a disconnected plugin";
}

/** One line a plugin: which of its tools there were, and which there are. */
function diffTools(before: Answering["enabledTools"], after: Answering["enabledTools"], labels: ContentLabels) {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const words = (tools: Answering["enabledTools"], id: string) => tools[id]?.join(", ") || "none";
  return ids
    .map((id) => ({
      field: "enabledTools" as const,
      label: `Tools of ${pluginName(id, labels)}`,
      kind: "value" as const,
      before: words(before, id),
      after: words(after, id),
    }))
    .filter(({ before: was, after: is }) => was !== is);
}

const textFields = ["systemPrompt", "rules", "disclosureText", "fallbackText", "approvalText"] as const;
type TextField = (typeof textFields)[number];

function isText(field: AnsweringField): field is TextField {
  return textFields.some((text) => text === field);
}

function textOf(content: Answering, field: TextField): string {
  return field === "rules" ? content.rules.join("\n") : content[field];
}

function diffBusiness(before: Answering["business"], after: Answering["business"]): FieldDiff[] {
  const facts = (business: Answering["business"]) => ({
    "Business name": business.name,
    "Time zone": business.timeZone,
    Languages: languageNames(business.languages),
    ...Object.fromEntries(
      weekdays.map((day) => [
        `Open on ${day.charAt(0).toUpperCase()}${day.slice(1)}`,
        describeDay(business.hours[day]),
      ]),
    ),
  });
  const [was, is] = [facts(before), facts(after)] as [Record<string, string>, Record<string, string>];
  return Object.keys(is)
    .filter((label) => was[label] !== is[label])
    .map((label) => ({
      field: "business",
      label,
      kind: "value",
      before: was[label] || "none",
      after: is[label] || "none",
    }));
}
