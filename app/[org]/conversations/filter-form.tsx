import type { Route } from "next";
import Form from "next/form";
import { CheckboxField } from "@/components/ui/checkbox-field";
import { Field } from "@/components/ui/field";
import { LinkButton } from "@/components/ui/link-button";
import { SelectField } from "@/components/ui/select-field";
import { SubmitButton } from "@/components/ui/submit-button";
import type { AnsweringVersion } from "@/lib/conversations/list-versions";
import { conversationStatuses } from "@/lib/conversations/schema";
import type { ViewFilter } from "./conversation-path";
import { statusWords } from "./filter-chips";

/** Under the search field, which stands where the sidebar ends; a sheet from below on a phone. */
export const besideList =
  "border border-line bg-raised text-ink shadow-2 backdrop:bg-scrim max-md:inset-x-0 max-md:bottom-0 max-md:w-auto max-md:max-w-none max-md:rounded-t-4 max-md:pb-[max(16px,env(safe-area-inset-bottom))] md:top-[104px] md:left-[calc(var(--sidebar)+12px)] md:rounded-3 md:backdrop:bg-transparent";

/** All filters in one form, which is an address when it is sent. */
export function FilterForm({
  filter,
  versions,
  action,
  resetHref,
}: {
  filter: ViewFilter;
  versions: AnsweringVersion[];
  action: Route;
  resetHref: Route;
}) {
  const models = [...new Set(versions.map((version) => version.model))];
  return (
    <div
      // Another filter is another form: it begins with what holds now, and closed.
      key={JSON.stringify(filter)}
      id="filters"
      popover="auto"
      className={`scroll-pane max-h-[80dvh] p-3 md:w-[380px] ${besideList}`}
    >
      <Form action={action} scroll={false} className="grid gap-3">
        {filter.q && <input type="hidden" name="q" value={filter.q} />}
        <SelectField name="status" label="State" defaultValue={filter.status ?? ""}>
          <option value="">Any</option>
          {conversationStatuses.map((status) => (
            <option key={status} value={status}>
              {statusWords[status]}
            </option>
          ))}
        </SelectField>
        <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-3">
          <SelectField name="version" label="Answered by" defaultValue={filter.version ?? ""}>
            <option value="">Any version</option>
            {versions.map(({ number }) => (
              <option key={number} value={number}>
                Version {number}
              </option>
            ))}
          </SelectField>
          <SelectField name="model" label="Model" defaultValue={filter.model ?? ""}>
            <option value="">Any model</option>
            {models.map((model) => (
              <option key={model}>{model}</option>
            ))}
          </SelectField>
          <Field id="filter-from" type="date" name="from" label="From" defaultValue={filter.from} />
          <Field id="filter-to" type="date" name="to" label="Until" defaultValue={filter.to} />
        </div>
        <SelectField name="channel" label="Channel" defaultValue={filter.channel ?? ""}>
          <option value="">Any</option>
          <option value="whatsapp">WhatsApp</option>
        </SelectField>
        <CheckboxField name="failed" value="true" label="A message was not delivered" defaultChecked={filter.failed} />
        <div className="flex justify-end gap-2">
          <LinkButton href={resetHref} look="ghost">
            Clear
          </LinkButton>
          <SubmitButton>Show</SubmitButton>
        </div>
      </Form>
    </div>
  );
}
