import { SectionTitle } from "@/components/page";
import { ActionForm } from "@/components/ui/action-form";
import { SelectField } from "@/components/ui/select-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import type { ToolView } from "@/lib/plugins/schema";
import { setLimits } from "../../../actions";
import { argumentPaths } from "../../../input-fields";
import { kindWords, type LimitRow, limitRows } from "../../../limits-form";

interface Props {
  slug: string;
  tool: ToolView;
  editable: boolean;
}

/** What each argument may be, and how long a call may take. A call that breaks a rule is made by nobody. */
export function LimitsForm({ slug, tool, editable }: Props) {
  const { pluginId, name, rules, timeoutMs, definition } = tool;
  const rows = limitRows(rules, argumentPaths(definition.inputSchema));
  return (
    <section aria-labelledby="limits">
      <SectionTitle
        id="limits"
        description="What an argument may be, whatever the model writes. A call that breaks a rule is not made, and the model is told why."
      >
        Limits
      </SectionTitle>
      {editable ? (
        <ActionForm
          action={setLimits.bind(null, slug)}
          successToast="The limits hold from the next call on"
          className="grid grid-cols-[minmax(0,1fr)] gap-4"
        >
          <input type="hidden" name="pluginId" value={pluginId} />
          <input type="hidden" name="name" value={name} />
          {rows.length > 0 ? (
            <ul className="border-line border-t">
              {rows.map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an argument may have several rules; they do not move
                <Row key={index} row={row} index={index} />
              ))}
            </ul>
          ) : (
            <p className="text-ink-2 text-small">
              It takes no arguments, so that there is nothing to limit but its time.
            </p>
          )}
          <TextField
            name="seconds"
            label="Longest call"
            defaultValue={String(timeoutMs / 1000)}
            inputMode="decimal"
            hint="After that the model is told that there was no answer."
            trailing={<span className="text-ink-3 text-small">seconds</span>}
            className="sm:max-w-64"
          />
          <div>
            <SubmitButton look="secondary">Save the limits</SubmitButton>
          </div>
        </ActionForm>
      ) : (
        <ul className="text-small">
          {rows
            .filter(({ kind }) => kind !== "any")
            .map(({ argument, kind, value }) => (
              <li key={`${argument} ${kind}`}>
                <span className="font-mono">{argument}</span> {kindWords[kind]} {value}
              </li>
            ))}
          <li>At most {timeoutMs / 1000} seconds a call.</li>
        </ul>
      )}
    </section>
  );
}

function Row({ row: { argument, type, kind, value }, index }: { row: LimitRow; index: number }) {
  const field = (part: string) => `rule.${index}.${part}`;
  return (
    <li className="group/rule grid items-start gap-x-3 gap-y-1.5 border-line border-b py-2 sm:grid-cols-[minmax(0,1fr)_176px_minmax(0,1.4fr)]">
      <span className="flex flex-wrap items-center gap-x-2 text-small sm:min-h-(--control)">
        <span className="font-mono [overflow-wrap:anywhere]">{argument}</span>
        {type && <span className="text-ink-3 text-meta">{type}</span>}
      </span>
      <input type="hidden" name={field("argument")} value={argument} />
      <input type="hidden" name={field("type")} value={type ?? ""} />
      <SelectField
        name={field("kind")}
        label={<span className="sr-only">What {argument} may be</span>}
        defaultValue={kind}
        className="gap-0!"
      >
        {Object.entries(kindWords).map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </SelectField>
      <div className="group-has-[[value=any]:checked]/rule:hidden">
        <TextField
          name={field("value")}
          label={<span className="sr-only">The limit of {argument}</span>}
          defaultValue={value}
          placeholder="Leeds, York"
          hint={<Hints />}
          autoComplete="off"
          spellCheck={false}
          mono
          className="gap-0!"
        />
      </div>
    </li>
  );
}

/** The one that fits what is chosen, also before the page's scripts run. */
function Hints() {
  const hint = "hidden pt-1";
  return (
    <>
      <span className={`${hint} group-has-[[value=one_of]:checked]/rule:block`}>
        Values, with a comma between them; as a JSON list when they have commas.
      </span>
      <span className={`${hint} group-has-[[value=max]:checked]/rule:block`}>A number.</span>
      <span className={`${hint} group-has-[[value=pattern]:checked]/rule:block`}>
        A regular expression that the whole value has to match.
      </span>
    </>
  );
}
