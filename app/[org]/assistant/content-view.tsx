import { DescriptionList } from "@/components/ui/description-list";
import { type ContentLabels, describeField } from "@/lib/assistant/diff-content";
import { languageNames } from "@/lib/assistant/fill-fields";
import { describeDay, weekdays } from "@/lib/assistant/opening-hours";
import { type Answering, fieldLabels } from "@/lib/assistant/schema";
import { capital } from "./draft-form";

const facts = [
  "organizationModelId",
  "temperature",
  "maxOutputTokens",
  "maxToolSteps",
  "fallbackModelIds",
  "hedgeAfterMs",
  "enabledTools",
  "settleMs",
  "settleCapMs",
  "disclosureText",
  "fallbackText",
  "approvalText",
] as const;

/** All that a version decides, to read. */
export function ContentView({ content, labels }: { content: Answering; labels: ContentLabels }) {
  const { business } = content;
  return (
    <div className="grid gap-6">
      <section aria-label="Prompt" className="grid gap-2">
        <h2 className="font-semibold text-read">Prompt</h2>
        <Words>{content.systemPrompt}</Words>
      </section>
      {content.rules.length > 0 && (
        <section aria-label="Rules" className="grid gap-2">
          <h2 className="font-semibold text-read">Rules</h2>
          <Words>{content.rules.map((rule) => `- ${rule}`).join("\n")}</Words>
        </section>
      )}
      <section aria-label="Settings">
        <h2 className="mb-1 font-semibold text-read">Settings</h2>
        <DescriptionList
          items={facts.map((field) => ({
            term: fieldLabels[field],
            detail: describeField(content, field, labels) || "none",
          }))}
        />
      </section>
      <section aria-label="Business">
        <h2 className="mb-1 font-semibold text-read">Business</h2>
        <DescriptionList
          items={[
            { term: "Name", detail: business.name || "not given" },
            { term: "Time zone", detail: business.timeZone },
            { term: "Languages", detail: languageNames(business.languages) || "the customer’s" },
            ...weekdays.map((day) => ({ term: capital(day), detail: describeDay(business.hours[day]) })),
          ]}
        />
      </section>
    </div>
  );
}

function Words({ children }: { children: string }) {
  return (
    <p className="whitespace-pre-wrap rounded-3 border border-line bg-raised px-4 py-3 text-small leading-[1.3125rem] [overflow-wrap:anywhere]">
      {children}
    </p>
  );
}
