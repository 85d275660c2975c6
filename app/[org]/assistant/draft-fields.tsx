"use client";

import { type ReactNode, useState } from "react";
import { SelectField } from "@/components/ui/select-field";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import type { ModelChoice } from "@/lib/assistant/draft-state";
import { weekdays } from "@/lib/assistant/opening-hours";
import { capital, type FormField } from "./draft-form";
import type { Draft } from "./use-draft";

/** What every field of the draft needs: its value, its error, and the mark that it differs from what is live. */
export function useField(draft: Draft) {
  return function field<F extends FormField>(name: F) {
    return {
      name,
      value: draft.form[name],
      error: draft.errors[name] ?? draft.state.problems[name],
      onFocus: () => draft.focus(name),
      onBlur: () => draft.focus(null),
    };
  };
}

/** A petrol bar marks what differs from the published version. */
export function Changed({ draft, field, children }: { draft: Draft; field: FormField; children: ReactNode }) {
  const changed = draft.state.changed.includes(field);
  return (
    <div
      className={`relative min-w-0 ${changed ? "before:absolute before:inset-y-0.5 before:-left-2.5 before:w-[3px] before:rounded-[1px] before:bg-accent before:content-['']" : ""}`}
    >
      {children}
      {changed && <span className="sr-only">Changed since version {draft.state.published}.</span>}
    </div>
  );
}

export function ModelFields({ draft, models }: { draft: Draft; models: ModelChoice[] }) {
  const field = useField(draft);
  const { publishedContent } = draft.state;
  const was = models.find(({ id }) => id === publishedContent.organizationModelId)?.label;
  const isKnown = models.some(({ id }) => id === draft.form.organizationModelId);
  return (
    <div className="grid gap-3 sm:grid-cols-[1.5fr_1fr_1fr_1fr]">
      <Changed draft={draft} field="organizationModelId">
        <SelectField
          {...field("organizationModelId")}
          label="Model"
          onChange={(event) => draft.change("organizationModelId", event.target.value)}
          hint={draft.state.changed.includes("organizationModelId") && was ? `was ${was}` : undefined}
        >
          {!isKnown && <option value={draft.form.organizationModelId}>A deleted model</option>}
          {models.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </SelectField>
      </Changed>
      <Changed draft={draft} field="temperature">
        <TextField
          {...field("temperature")}
          label="Temperature"
          inputMode="decimal"
          placeholder="the model’s own"
          onChange={(event) => draft.change("temperature", event.target.value)}
        />
      </Changed>
      <Changed draft={draft} field="maxOutputTokens">
        <TextField
          {...field("maxOutputTokens")}
          label="Longest reply"
          inputMode="numeric"
          trailing={<Unit>tokens</Unit>}
          onChange={(event) => draft.change("maxOutputTokens", event.target.value)}
        />
      </Changed>
      <Changed draft={draft} field="maxToolSteps">
        <TextField
          {...field("maxToolSteps")}
          label="Tool steps"
          inputMode="numeric"
          trailing={<Unit>at most</Unit>}
          onChange={(event) => draft.change("maxToolSteps", event.target.value)}
        />
      </Changed>
    </div>
  );
}

const mostStandIns = 3;

/** Which models stand in when the first gives no answer, in order, and whether one is asked before that is sure. */
export function StandInFields({ draft, models }: { draft: Draft; models: ModelChoice[] }) {
  const field = useField(draft);
  const { fallbackModelIds: chosen, organizationModelId } = draft.form;
  const { value: _, error, ...common } = field("fallbackModelIds");
  const places = Math.min(chosen.length + 1, mostStandIns, models.length - 1 || 1);
  const labelOf = (id: string) => models.find((model) => model.id === id)?.label ?? "A deleted model";

  function choose(place: number, id: string) {
    draft.change(
      "fallbackModelIds",
      chosen.toSpliced(place, 1, id).filter((each, index, all) => each !== "" && all.indexOf(each) === index),
    );
  }

  return (
    <div className="grid gap-3 sm:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)]">
      <Changed draft={draft} field="fallbackModelIds">
        <div className="grid gap-3">
          {Array.from({ length: places }, (_, place) => (
            <SelectField
              {...common}
              // biome-ignore lint/suspicious/noArrayIndexKey: the places are the order
              key={place}
              name={`fallbackModelIds.${place}`}
              label={place === 0 ? "If it gives no answer, ask" : "If that gives none either"}
              value={chosen[place] ?? ""}
              error={place === 0 ? error : undefined}
              onChange={(event) => choose(place, event.target.value)}
            >
              <option value="">nobody: the fixed text goes out</option>
              {[...new Set([...models.map(({ id }) => id), ...chosen])]
                .filter((id) => id !== organizationModelId && (id === chosen[place] || !chosen.includes(id)))
                .map((id) => (
                  <option key={id} value={id}>
                    {labelOf(id)}
                  </option>
                ))}
            </SelectField>
          ))}
        </div>
      </Changed>
      <Changed draft={draft} field="hedgeAfterMs">
        <TextField
          {...field("hedgeAfterMs")}
          label="Ask the next model after"
          inputMode="decimal"
          placeholder="never"
          trailing={<Unit>seconds</Unit>}
          hint="Both are paid for, and whoever is first answers. Empty: only when the first has failed."
          onChange={(event) => draft.change("hedgeAfterMs", event.target.value)}
        />
      </Changed>
    </div>
  );
}

export function MomentFields({ draft }: { draft: Draft }) {
  const field = useField(draft);
  return (
    <div className="grid gap-4">
      <Changed draft={draft} field="disclosureText">
        <TextArea
          {...field("disclosureText")}
          label="Disclosure"
          rows={2}
          hint="Said once to each customer, above the first answer. Empty: nothing is said."
          onChange={(event) => draft.change("disclosureText", event.target.value)}
        />
      </Changed>
      <Changed draft={draft} field="fallbackText">
        <TextArea
          {...field("fallbackText")}
          label="When it cannot answer"
          rows={2}
          hint="Sent once; a person is asked to look."
          onChange={(event) => draft.change("fallbackText", event.target.value)}
        />
      </Changed>
      <Changed draft={draft} field="approvalText">
        <TextArea
          {...field("approvalText")}
          label="While a person checks"
          rows={2}
          hint="Sent once when a tool that is set to “Ask” waits for one of you."
          onChange={(event) => draft.change("approvalText", event.target.value)}
        />
      </Changed>
      <div className="grid gap-3 sm:grid-cols-2">
        <Changed draft={draft} field="settleMs">
          <TextField
            {...field("settleMs")}
            label="Wait for more"
            inputMode="decimal"
            trailing={<Unit>seconds</Unit>}
            hint="After each message, so that several get one answer."
            onChange={(event) => draft.change("settleMs", event.target.value)}
          />
        </Changed>
        <Changed draft={draft} field="settleCapMs">
          <TextField
            {...field("settleCapMs")}
            label="Wait at most"
            inputMode="decimal"
            trailing={<Unit>seconds</Unit>}
            hint="Since the first message without an answer."
            onChange={(event) => draft.change("settleCapMs", event.target.value)}
          />
        </Changed>
      </div>
    </div>
  );
}

export function BusinessFields({ draft }: { draft: Draft }) {
  const { business } = draft.form;
  const { error, onFocus, onBlur } = useField(draft)("business");
  const [zones, setZones] = useState<string[]>([]);
  const change = (changes: Partial<typeof business>) => draft.change("business", { ...business, ...changes });
  const common = { onFocus, onBlur };
  return (
    <Changed draft={draft} field="business">
      <fieldset className="grid gap-3" aria-describedby={error ? "business-error" : undefined}>
        <legend className="sr-only">Business</legend>
        <div className="grid gap-3 sm:grid-cols-3">
          <TextField
            {...common}
            name="business.name"
            label="Name"
            value={business.name}
            onChange={(event) => change({ name: event.target.value })}
          />
          <TextField
            {...common}
            name="business.timeZone"
            label="Time zone"
            list="time-zones"
            value={business.timeZone}
            onFocus={() => {
              onFocus();
              setZones(Intl.supportedValuesOf("timeZone"));
            }}
            onChange={(event) => change({ timeZone: event.target.value })}
          />
          <TextField
            {...common}
            name="business.languages"
            label="Languages"
            placeholder="en, de"
            hint="Codes, the main one first."
            value={business.languages}
            onChange={(event) => change({ languages: event.target.value })}
          />
        </div>
        <datalist id="time-zones">
          {zones.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <div className="grid gap-x-6 border-line border-t sm:grid-cols-2">
          {weekdays.map((day) => (
            <label key={day} className="flex min-h-11 items-center gap-3 border-line border-b text-small">
              <span className="w-24 shrink-0">{capital(day)}</span>
              <input
                {...common}
                name={`business.hours.${day}`}
                value={business.hours[day]}
                placeholder="closed"
                onChange={(event) => change({ hours: { ...business.hours, [day]: event.target.value } })}
                className="min-h-8 min-w-0 flex-1 rounded-1 bg-transparent px-1.5 text-lead md:text-small"
              />
            </label>
          ))}
        </div>
        {error && (
          <p id="business-error" className="text-bad-ink text-meta">
            {error}
          </p>
        )}
      </fieldset>
    </Changed>
  );
}

function Unit({ children }: { children: string }) {
  return <span className="text-ink-3 text-small">{children}</span>;
}
