import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import type { ActionResult } from "@/lib/errors";
import { CredentialFields } from "../credential-fields";

type Action = (previous: ActionResult<never> | null, form: FormData) => Promise<ActionResult<never>>;

/** What was typed stays when the server cannot be reached, and the reason stands beside the address. */
export function ConnectForm({ action }: { action: Action }) {
  return (
    <ActionForm action={action} className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <TextField
        name="name"
        label="Name"
        hint="You and your colleagues see it; the assistant sees it before the names of the tools."
        placeholder="Workshop"
        required
        maxLength={60}
        autoComplete="off"
      />
      <TextField
        name="url"
        label="Address"
        hint="From the server’s own documentation; it often ends in /mcp."
        placeholder="https://tools.example.com/mcp"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        mono
        required
      />
      <CredentialFields />
      <div>
        <SubmitButton>Connect and list its tools</SubmitButton>
      </div>
    </ActionForm>
  );
}
