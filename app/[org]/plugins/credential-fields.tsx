"use client";

import { FieldNote } from "@/components/ui/field-frame";
import { useFormState } from "@/components/ui/form-state";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";

const ways = [
  { value: "none", label: "Nothing", hint: "Or it leads you to its own sign-in: that begins once it is connected." },
  { value: "bearer", label: "A bearer token", hint: "From the server’s settings." },
  { value: "headers", label: "Headers of its own", hint: "An API key under a name that the server chose." },
];

/** How a server knows us. The field of what is chosen shows by itself, also before the page's scripts run. */
export function CredentialFields({ kept }: { kept?: string }) {
  const { fields, typed } = useFormState();
  const start = typed.access ?? (kept === undefined ? "none" : "keep");
  const choices = kept === undefined ? ways : [{ value: "keep", label: "What it sees now", hint: kept }, ...ways];
  return (
    <fieldset className="group/access grid grid-cols-[minmax(0,1fr)] gap-3" aria-describedby="access-note">
      <legend className="mb-1.5 font-medium text-small">What the server wants to see</legend>
      <div className="grid border-line border-t">
        {choices.map(({ value, label, hint }) => (
          <label
            key={value}
            className="flex min-h-11 cursor-pointer items-start gap-2.5 border-line border-b py-2.5 text-small"
          >
            <input
              type="radio"
              name="access"
              value={value}
              defaultChecked={value === start}
              className="mt-0.5 size-4 shrink-0 cursor-pointer appearance-none rounded-full border border-edge bg-raised checked:border-[5px] checked:border-accent"
            />
            <span className="min-w-0">
              {label} <span className="block text-ink-3 text-meta [overflow-wrap:anywhere]">{hint}</span>
            </span>
          </label>
        ))}
      </div>
      <FieldNote id="access" error={fields.access} />
      <div className="hidden group-has-[[value=bearer]:checked]/access:grid">
        <TextField
          name="secretToken"
          label="Bearer token"
          type="password"
          mono
          autoComplete="off"
          spellCheck={false}
          hint="Kept encrypted; nobody sees it again."
        />
      </div>
      <div className="hidden group-has-[[value=headers]:checked]/access:grid">
        <TextArea
          name="secretHeaders"
          label="Headers, one a line"
          mono
          rows={3}
          autoComplete="off"
          spellCheck={false}
          placeholder="X-Api-Key: 1234"
          hint="Kept encrypted; afterwards only their names are shown."
        />
      </div>
    </fieldset>
  );
}
