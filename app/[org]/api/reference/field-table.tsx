import type { Field } from "@/lib/openapi/list-fields";
import { Said } from "./said";

/** Fields with type and meaning, one a row; nothing where there are none. */
export function FieldTable({
  caption,
  fields,
  answers = false,
}: {
  caption: string;
  fields: Field[];
  answers?: boolean;
}) {
  if (fields.length === 0) return null;
  return (
    <section>
      <h4 className="mb-1 font-medium text-ink-3 text-meta">{caption}</h4>
      <dl className="border-line border-t text-small">
        {fields.map(({ name, type, required, notes }) => (
          <div key={name} className="grid gap-x-4 border-line border-b py-1.5 sm:grid-cols-[minmax(160px,2fr)_5fr]">
            <dt className="font-mono text-meta leading-5 [overflow-wrap:anywhere]">
              {name}
              {!answers && required && <span className="font-sans text-bad-ink"> needed</span>}
            </dt>
            <dd className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">
              <span className="text-ink-3">{type}</span> <Said text={notes} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
