import { SelectField } from "@/components/ui/select-field";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import type { InputField } from "../../../input-fields";

/** One argument, in the field that fits its type. */
export function ToolInput({ field }: { field: InputField }) {
  const { kind, name, label, hint, required, start, choices, minimum, maximum, maxLength } = field;
  const common = {
    name: `input.${name}`,
    label: (
      <>
        {label} {label !== name && <span className="font-mono font-normal text-ink-3 text-meta">{name}</span>}{" "}
        {!required && <span className="font-normal text-ink-3 text-meta">if you like</span>}
      </>
    ),
    hint: hint && <span className="line-clamp-4 whitespace-pre-line">{hint}</span>,
    defaultValue: start,
    required,
  };
  switch (kind) {
    case "boolean":
      return (
        <SelectField {...common}>
          {(!required || start === "") && <option value="">{required ? "choose" : "not given"}</option>}
          <option value="true">yes</option>
          <option value="false">no</option>
        </SelectField>
      );
    case "choice":
      return (
        <SelectField {...common}>
          {(!required || start === "") && <option value="">{required ? "choose" : "not given"}</option>}
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </SelectField>
      );
    case "number":
    case "integer":
      return (
        <TextField
          {...common}
          inputMode={kind === "integer" ? "numeric" : "decimal"}
          placeholder={rangeWords(minimum, maximum)}
          autoComplete="off"
        />
      );
    case "list":
      return <TextArea {...common} hint={<>One a line. {common.hint}</>} rows={2} />;
    case "json":
      return <TextArea {...common} hint={<>As JSON. {common.hint}</>} rows={2} mono spellCheck={false} />;
    case "lines":
      return <TextArea {...common} maxLength={maxLength} />;
    default:
      return <TextField {...common} maxLength={maxLength} autoComplete="off" />;
  }
}

function rangeWords(minimum: number | undefined, maximum: number | undefined): string | undefined {
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${minimum} or more`;
  return maximum === undefined ? undefined : `at most ${maximum}`;
}
