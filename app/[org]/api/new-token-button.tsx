"use client";

import { Plus } from "lucide-react";
import { ActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { CheckboxField } from "@/components/ui/checkbox-field";
import { CopyField } from "@/components/ui/copy-field";
import { Dialog, DialogActions, DialogClose } from "@/components/ui/dialog";
import { FieldNote } from "@/components/ui/field-frame";
import { SelectField } from "@/components/ui/select-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import type { ActionResult } from "@/lib/errors";

interface Made {
  token: string;
  name: string;
}

/** Asks what the token may do, then shows it, this once. */
export function NewTokenButton({
  action,
  scopes,
}: {
  action: (previous: ActionResult<Made> | null, form: FormData) => Promise<ActionResult<Made>>;
  scopes: { scope: string; words: string }[];
}) {
  return (
    <Dialog
      trigger={
        <Button look="primary">
          <Plus aria-hidden="true" className="size-4" />
          New token
        </Button>
      }
      title="New API token"
      description="With it a program acts for this organisation. It never does more than you may yourself."
    >
      <ActionForm action={action}>
        {({ data, fields }) => (data ? <MadeToken made={data} /> : <Questions scopes={scopes} error={fields.scopes} />)}
      </ActionForm>
    </Dialog>
  );
}

function Questions({ scopes, error }: { scopes: { scope: string; words: string }[]; error: string | undefined }) {
  return (
    <>
      <TextField
        name="name"
        label="Name"
        hint="What will use it."
        placeholder="Nightly export"
        required
        maxLength={100}
      />
      <fieldset className="grid gap-2" aria-describedby={error ? "scopes-note" : undefined}>
        <legend className="mb-2 font-medium text-small">It may</legend>
        {scopes.map(({ scope, words }) => (
          <CheckboxField
            key={scope}
            name={`scope.${scope}`}
            label={
              <>
                {words} <span className="font-mono text-ink-3 text-meta">{scope}</span>
              </>
            }
          />
        ))}
        <FieldNote id="scopes" error={error} />
      </fieldset>
      <SelectField name="expires" label="Works for" defaultValue="90">
        <option value="30">30 days</option>
        <option value="90">90 days</option>
        <option value="365">a year</option>
        <option value="never">until it is revoked</option>
      </SelectField>
      <TextField
        name="requestsPerMinute"
        label="At the gateway, at most"
        defaultValue="120"
        inputMode="numeric"
        trailing={<span className="text-ink-3 text-small">requests a minute</span>}
        hint="Only counts with the scope use-gateway."
      />
      <DialogActions>
        <DialogClose />
        <SubmitButton>Make the token</SubmitButton>
      </DialogActions>
    </>
  );
}

function MadeToken({ made: { token, name } }: { made: Made }) {
  return (
    <>
      <CopyField label={`${name}: shown only now`} value={token} hint="Keep it where passwords are kept." />
      <DialogActions>
        <DialogClose look="primary">Done</DialogClose>
      </DialogActions>
    </>
  );
}
