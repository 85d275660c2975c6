"use client";

import { useState } from "react";
import { SelectField } from "@/components/ui/select-field";
import { TextArea } from "@/components/ui/text-area";

interface Template {
  key: string;
  label: string;
  systemPrompt: string;
}

/** The prompt with a choice of beginnings. Choosing another replaces the text only while nobody has changed it. */
export function FirstPrompt({ templates }: { templates: Template[] }) {
  const [first] = templates;
  const [key, setKey] = useState(first?.key ?? "");
  const [prompt, setPrompt] = useState(first?.systemPrompt ?? "");
  const isUntouched = templates.some(({ systemPrompt }) => systemPrompt === prompt);
  function choose(next: string) {
    setKey(next);
    const template = templates.find((one) => one.key === next);
    if (template && isUntouched) setPrompt(template.systemPrompt);
  }
  return (
    <>
      <SelectField
        name=""
        label="Begin from"
        value={key}
        onChange={(event) => choose(event.target.value)}
        hint={isUntouched ? undefined : "You have changed the prompt: it stays as it is."}
      >
        {templates.map((template) => (
          <option key={template.key} value={template.key}>
            {template.label}
          </option>
        ))}
      </SelectField>
      <TextArea
        name="systemPrompt"
        label="Prompt"
        mono
        rows={12}
        value={prompt}
        onChange={(event) => setPrompt(event.target.value)}
        hint="Fill in what stands in [brackets]. {{fields}} are filled at each reply."
      />
    </>
  );
}
