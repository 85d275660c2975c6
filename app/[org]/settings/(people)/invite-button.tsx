"use client";

import { UserPlus } from "lucide-react";
import { ActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-field";
import { Dialog, DialogActions, DialogClose } from "@/components/ui/dialog";
import { SelectField } from "@/components/ui/select-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import type { Role } from "@/generated/prisma/enums";
import type { ActionResult } from "@/lib/errors";
import { roleWords } from "../roles";

interface Made {
  link: string;
  mailed: boolean;
  email: string | null;
}

/** Asks whom and as what, then shows the link, this once. */
export function InviteButton({
  action,
  roles,
  mails,
}: {
  action: (previous: ActionResult<Made> | null, form: FormData) => Promise<ActionResult<Made>>;
  roles: Role[];
  mails: boolean;
}) {
  return (
    <Dialog
      trigger={
        <Button look="primary">
          <UserPlus aria-hidden="true" className="size-4" />
          Invite
        </Button>
      }
      title="Invite somebody"
      description="You get a link that works once, for 7 days."
    >
      <ActionForm action={action}>
        {({ data }) => (data ? <MadeLink made={data} /> : <Questions roles={roles} mails={mails} />)}
      </ActionForm>
    </Dialog>
  );
}

function Questions({ roles, mails }: { roles: Role[]; mails: boolean }) {
  return (
    <>
      <SelectField name="role" label="Role" defaultValue="agent">
        {roles.map((role) => (
          <option key={role} value={role}>
            {roleWords[role].name}: {roleWords[role].may}
          </option>
        ))}
      </SelectField>
      <TextField
        name="email"
        type="email"
        label="Email, if you like"
        autoComplete="off"
        hint={
          mails
            ? "The link is sent there too, and makes an account for this e-mail only."
            : "The link then makes an account for this e-mail only."
        }
      />
      <DialogActions>
        <DialogClose />
        <SubmitButton>Make the link</SubmitButton>
      </DialogActions>
    </>
  );
}

function MadeLink({ made: { link, mailed, email } }: { made: Made }) {
  return (
    <>
      <CopyField label="Shown only now" value={link} />
      <p role="status" className="text-ink-2 text-small">
        {mailed ? `It is on its way to ${email} as well.` : "Send it to them yourself."}
      </p>
      <DialogActions>
        <DialogClose look="primary">Done</DialogClose>
      </DialogActions>
    </>
  );
}
