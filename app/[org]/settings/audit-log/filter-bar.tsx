import { X } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select-field";
import type { AuditChoices } from "@/lib/audit/list-audit";
import { actionWords } from "./audit-words";
import { type AddressFilter, filterQuery } from "./read-filter";

/** A plain form: the filter is the page's address. What is set stands above as chips that go with one press. */
export function FilterBar({ path, filter, choices }: { path: string; filter: AddressFilter; choices: AuditChoices }) {
  const chips = [
    { name: "who", words: choices.people.find(({ id }) => id === filter.who)?.name ?? filter.who },
    { name: "what", words: filter.what && actionWords(filter.what) },
    { name: "from", words: filter.from },
    { name: "to", words: filter.to },
  ].flatMap(({ name, words }) => (words ? [{ name, words }] : []));
  return (
    <div className="grid gap-2.5">
      {/* The key makes the fields anew when the address has another filter. */}
      <form key={filterQuery(filter)} action={path} className="flex flex-wrap items-end gap-2">
        <SelectField name="who" label="Who" defaultValue={filter.who ?? ""} className="min-w-36 flex-1 sm:flex-none">
          <option value="">Anybody</option>
          {choices.people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField name="what" label="What" defaultValue={filter.what ?? ""} className="min-w-44 flex-1 sm:flex-none">
          <option value="">Anything</option>
          {choices.actions.map((action) => (
            <option key={action} value={action}>
              {actionWords(action)}
            </option>
          ))}
        </SelectField>
        <Field
          id="from"
          name="from"
          type="date"
          label="From"
          defaultValue={filter.from}
          className="min-w-36 flex-1 sm:flex-none"
        />
        <Field
          id="to"
          name="to"
          type="date"
          label="To"
          defaultValue={filter.to}
          className="min-w-36 flex-1 sm:flex-none"
        />
        <Button type="submit">Filter</Button>
      </form>
      {chips.length > 0 && (
        <ul aria-label="Filters" className="flex flex-wrap gap-1.5">
          {chips.map(({ name, words }) => (
            <li key={name}>
              <Link
                href={`${path}${filterQuery({ ...filter, [name]: undefined })}` as Route}
                className="inline-flex min-h-6 items-center gap-1.5 rounded-2 bg-accent-soft px-2 text-accent-ink text-meta shadow-[inset_0_0_0_1px_var(--accent-line)] hover:bg-hover"
              >
                <span className="capitalize">{name}</span>
                <b className="font-medium">{words}</b>
                <X aria-hidden="true" className="size-3" />
                <span className="sr-only">: take this filter away</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
