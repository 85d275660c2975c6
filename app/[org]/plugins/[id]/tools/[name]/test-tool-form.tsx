"use client";

import { Play } from "lucide-react";
import { ActionForm } from "@/components/ui/action-form";
import { Banner } from "@/components/ui/banner";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/errors";
import type { InputField } from "../../../input-fields";
import { type Tested, TestResult } from "./test-result";
import { ToolInput } from "./tool-input";

interface Props {
  action: (previous: ActionResult<Tested> | null, form: FormData) => Promise<ActionResult<Tested>>;
  pluginId: string;
  name: string;
  fields: InputField[];
  /** It may change something: said before the button is pressed. */
  acts: boolean;
}

/** The tool's arguments as a form. What was typed stays, and what came back stands below. */
export function TestToolForm({ action, pluginId, name, fields, acts }: Props) {
  return (
    <ActionForm action={action} className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {({ data }) => (
        <>
          <input type="hidden" name="pluginId" value={pluginId} />
          <input type="hidden" name="name" value={name} />
          {fields.length === 0 && <p className="text-ink-2 text-small">It takes no arguments.</p>}
          {fields.map((field) => (
            <ToolInput key={field.name} field={field} />
          ))}
          {acts && (
            <Banner tone="brass" title="This tool acts.">
              The test is not a rehearsal: what it does is done.
            </Banner>
          )}
          <div>
            <SubmitButton look="secondary" icon={<Play aria-hidden="true" />}>
              {acts ? "Call it for real" : "Call it"}
            </SubmitButton>
          </div>
          {data && <TestResult tested={data} />}
        </>
      )}
    </ActionForm>
  );
}
