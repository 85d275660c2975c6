"use client";

import { useState } from "react";
import { SelectField } from "@/components/ui/select-field";
import { TextField } from "@/components/ui/text-field";

interface Choice {
  name: string;
  /** US dollars for a million tokens, where our table knows it. */
  price: { input: number; output: number } | null;
}

/** A model and its two prices, which follow the choice until somebody types others. */
export function ModelFields({
  choices,
  chosen,
  provider,
}: {
  choices: Choice[];
  chosen: string | null;
  provider: string;
}) {
  const first = choices.find(({ name }) => name === chosen) ?? choices.find(({ price }) => price) ?? choices[0];
  const [model, setModel] = useState(first?.name ?? "");
  const price = choices.find(({ name }) => name === model)?.price ?? null;
  const hint = price
    ? "From the provider’s price list; change it where yours is another."
    : "Without a price, replies show no cost.";
  return (
    <>
      {choices.length > 0 ? (
        <SelectField
          name="model"
          label="Model"
          mono
          value={model}
          onChange={(event) => setModel(event.target.value)}
          hint={`${choices.length} models at ${provider}, read now.`}
        >
          {choices.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </SelectField>
      ) : (
        <TextField name="model" label="Model" mono hint="As the provider writes it." autoComplete="off" />
      )}
      {/* Made anew with each model, so that its own prices stand there. */}
      <div key={model} className="grid gap-4 sm:grid-cols-2">
        <PriceField name="inputPricePerMTok" label="In: $ for a million tokens" price={price?.input} hint={hint} />
        <PriceField name="outputPricePerMTok" label="Out: $ for a million tokens" price={price?.output} />
      </div>
    </>
  );
}

function PriceField({
  name,
  label,
  price,
  hint,
}: {
  name: string;
  label: string;
  price: number | undefined;
  hint?: string;
}) {
  return (
    <TextField
      name={name}
      label={label}
      hint={hint}
      defaultValue={price ?? ""}
      inputMode="decimal"
      autoComplete="off"
      mono
    />
  );
}
