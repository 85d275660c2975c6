import { Search, X } from "lucide-react";
import type { Route } from "next";
import Form from "next/form";
import Link from "next/link";
import { Field } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { type PluginView, toolCallStates } from "@/lib/plugins/schema";
import { originWords, stateWords } from "../call-state";
import { type CallFilter, callQuery } from "./read-filter";

const narrow = "min-w-32 flex-1 sm:flex-none";

/** Search and filters as one form, which is an address when it is sent; what holds stands below as chips. */
export function CallFilters({ path, filter, plugins }: { path: string; filter: CallFilter; plugins: PluginView[] }) {
  const chips = chipsOf(filter, plugins);
  return (
    <div className="grid gap-2.5">
      {/* The key makes the fields anew when the address has another filter. */}
      <Form key={callQuery(filter)} action={path as Route} role="search" className="flex flex-wrap items-end gap-2">
        {filter.tool && <input type="hidden" name="tool" value={filter.tool} />}
        <Field
          id="q"
          name="q"
          type="search"
          label="Search"
          data-search=""
          defaultValue={filter.q}
          maxLength={200}
          placeholder="A word in what went in or out"
          leading={<Search aria-hidden="true" className="size-4 shrink-0 stroke-[1.75] text-ink-3" />}
          className="min-w-56 flex-1"
        />
        <SelectField name="plugin" label="Plugin" defaultValue={filter.plugin ?? ""} className={narrow}>
          <option value="">Any</option>
          {filter.plugin && !plugins.some(({ id }) => id === filter.plugin) && (
            <option value={filter.plugin}>A disconnected one</option>
          )}
          {plugins.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField name="outcome" label="Outcome" defaultValue={filter.outcome ?? ""} className={narrow}>
          <option value="">Any</option>
          {toolCallStates.map((state) => (
            <option key={state} value={state}>
              {stateWords[state].name}
            </option>
          ))}
        </SelectField>
        <SelectField name="origin" label="Called by" defaultValue={filter.origin ?? ""} className={narrow}>
          <option value="">Anything</option>
          {Object.entries(originWords).map(([origin, words]) => (
            <option key={origin} value={origin}>
              {words}
            </option>
          ))}
        </SelectField>
        <SubmitButton look="secondary">Show</SubmitButton>
      </Form>
      {chips.length > 0 && (
        <ul aria-label="Filters" className="flex flex-wrap gap-1.5">
          {chips.map(({ name, label, words }) => (
            <li key={name} className="min-w-0">
              <Link
                href={`${path}${callQuery({ ...filter, [name]: undefined })}` as Route}
                className="inline-flex min-h-6 max-w-full items-center gap-1.5 rounded-2 bg-accent-soft px-2 text-accent-ink text-meta shadow-[inset_0_0_0_1px_var(--accent-line)] hover:bg-hover"
              >
                {label}
                <b className="truncate font-medium">{words}</b>
                <X aria-hidden="true" className="size-3 shrink-0" />
                <span className="sr-only">: take this filter away</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function chipsOf({ q, plugin, tool, outcome, origin }: CallFilter, plugins: PluginView[]) {
  return [
    { name: "q", label: "With", words: q && `“${q}”` },
    {
      name: "plugin",
      label: "Plugin",
      words: plugin && (plugins.find(({ id }) => id === plugin)?.name ?? "a disconnected one"),
    },
    { name: "tool", label: "Tool", words: tool },
    { name: "outcome", label: "Outcome", words: outcome && stateWords[outcome].name },
    { name: "origin", label: "Called by", words: origin && originWords[origin] },
  ].flatMap(({ words, ...chip }) => (words ? [{ ...chip, words }] : []));
}
