import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { type Weekday, weekdays } from "@/lib/assistant/opening-hours";
import { promptTemplates, suggestedDisclosure } from "@/lib/assistant/prompt-templates";
import { publishFirst } from "./actions";
import { FirstPrompt } from "./first-prompt";
import { formClass } from "./provider-step";
import type { StepProps } from "./step-props";

/** Step 5: what the prompt's fields are filled with, and the prompt itself. Publishing opens the desk. */
export function AssistantStep({ slug, setup, clock, organizationName }: StepProps & { organizationName: string }) {
  if (!setup.sender || !setup.model)
    return <p className="text-ink-2 text-small">First choose a model and connect a number.</p>;
  return (
    <ActionForm action={publishFirst.bind(null, slug)} successToast="Version 1 answers" className={formClass}>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="businessName"
          label="Business name"
          defaultValue={organizationName}
          autoComplete="organization"
        />
        <TextField
          name="languages"
          label="Languages"
          defaultValue="en"
          hint="Codes, the first one by default: en, de, pt-BR."
          autoComplete="off"
        />
        <TextField
          name="timeZone"
          label="Time zone"
          defaultValue={clock.timeZone}
          autoComplete="off"
          hint="Such as Europe/London."
        />
        <TextField
          name="disclosureText"
          className="sm:col-span-2"
          label="Disclosure"
          defaultValue={suggestedDisclosure}
          hint="Said once to each customer, before the first answer."
        />
      </div>
      <Hours />
      <FirstPrompt templates={promptTemplates} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <SubmitButton>Publish version 1</SubmitButton>
        <span className="text-ink-3 text-meta">
          Customers are answered from then on. All of it can be changed later.
        </span>
      </div>
    </ActionForm>
  );
}

const usual: Partial<Record<Weekday, [string, string]>> = Object.fromEntries(
  weekdays.slice(0, 5).map((day) => [day, ["09:00", "17:00"]]),
);

function Hours() {
  return (
    <fieldset>
      <legend className="font-medium text-small">Opening hours</legend>
      <p className="mb-2 text-ink-3 text-meta">A day left empty is closed. Breaks can be added later.</p>
      <div className="grid gap-x-8 gap-y-2 sm:grid-cols-2">
        {weekdays.map((day) => (
          <div key={day} className="grid grid-cols-[5.25rem_minmax(0,1fr)_minmax(0,1fr)] items-start gap-2">
            <span className="self-center text-ink-2 text-small capitalize">{day}</span>
            <TimeField name={`${day}From`} label={`${day} from`} value={usual[day]?.[0]} />
            <TimeField name={`${day}To`} label={`${day} to`} value={usual[day]?.[1]} />
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function TimeField({ name, label, value }: { name: string; label: string; value: string | undefined }) {
  return (
    <TextField
      name={name}
      label={<span className="sr-only capitalize">{label}</span>}
      defaultValue={value}
      placeholder="closed"
      autoComplete="off"
      className="grid-cols-[minmax(0,1fr)] [&>label]:absolute"
    />
  );
}
