"use client";

import { Ellipsis, KeyRound, UserMinus } from "lucide-react";
import { useState, useTransition } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { CopyField } from "@/components/ui/copy-field";
import { Dialog, DialogActions, DialogClose } from "@/components/ui/dialog";
import { Menu } from "@/components/ui/menu";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast";
import type { Role } from "@/generated/prisma/enums";
import type { ActionResult } from "@/lib/errors";
import { roleWords } from "../roles";

type Action<T, Input> = (previous: ActionResult<T> | null, input: FormData | Input) => Promise<ActionResult<T>>;

interface Props {
  member: { id: string; name: string; role: Role };
  isSelf: boolean;
  /** Those that the viewer may give. */
  roles: Role[];
  changeRole: Action<void, { id: string; role: Role }>;
  remove: (previous: ActionResult<void> | null, form: FormData) => Promise<ActionResult<void>>;
  createLink?: Action<{ link: string }, { id: string }> | undefined;
}

/** What can be done with a member: another role, a link for a new password, removing. */
export function MemberMenu({ member: { id, name, role }, isSelf, roles, changeRole, remove, createLink }: Props) {
  const [open, setOpen] = useState<"remove" | "link" | null>(null);
  const [pending, startTransition] = useTransition();
  const close = (isOpen: boolean) => {
    if (!isOpen) setOpen(null);
  };

  function give(next: Role, before?: Role) {
    startTransition(async () => {
      const result = await changeRole(null, { id, role: next });
      if (!result.ok) return toast(result.error.message, { failed: true });
      const undo = before && { undo: () => give(before) };
      toast(`${name} is ${next === "admin" || next === "owner" || next === "agent" ? "an" : "a"} ${next} now`, undo);
    });
  }

  // Said here and not by the dialog, which goes with the row once the list is read again.
  async function removeAndSay(previous: ActionResult<void> | null, form: FormData) {
    const result = await remove(previous, form);
    if (result.ok) toast(`${name} is removed`);
    return result;
  }

  return (
    <>
      <Menu
        trigger={
          <Button size="icon" look="ghost" busy={pending} aria-label={`Change ${name}`}>
            <Ellipsis aria-hidden="true" className="size-4" />
          </Button>
        }
        items={[
          ...roles
            .filter((each) => each !== role)
            .map((each) => ({ label: `Make ${roleWords[each].name.toLowerCase()}`, onSelect: () => give(each, role) })),
          "separator",
          ...(createLink
            ? [
                {
                  label: "Link for a new password",
                  icon: <KeyRound aria-hidden="true" />,
                  onSelect: () => setOpen("link"),
                },
              ]
            : []),
          {
            label: isSelf ? "Leave the organisation" : "Remove",
            icon: <UserMinus aria-hidden="true" />,
            danger: true,
            onSelect: () => setOpen("remove"),
          },
        ]}
      />
      <ConfirmDialog
        open={open === "remove"}
        onOpenChange={close}
        title={isSelf ? "Leave this organisation?" : `Remove ${name}?`}
        body={`${isSelf ? "You lose" : `${name} loses`} access at once. API tokens that ${isSelf ? "you" : "they"} made stop working, and their unused invitations too. What was written and changed stays.`}
        confirmLabel={isSelf ? "Leave" : "Remove"}
        action={removeAndSay}
        values={isSelf ? {} : { id }}
      />
      {createLink && (
        <Dialog
          open={open === "link"}
          onOpenChange={close}
          title={`A link for ${name}'s new password`}
          description={`Whoever has it gets into ${name}'s account: give it to nobody else. It works once, for an hour, and the audit log says that you made it.`}
        >
          <ResetLink id={id} action={createLink} />
        </Dialog>
      )}
    </>
  );
}

function ResetLink({ id, action }: { id: string; action: NonNullable<Props["createLink"]> }) {
  return (
    <ActionForm action={action}>
      {({ data }) => (
        <>
          <input type="hidden" name="id" value={id} />
          {data && <CopyField label="Shown only now" value={data.link} />}
          <DialogActions>
            <DialogClose>{data ? "Done" : "Cancel"}</DialogClose>
            {!data && <SubmitButton>Make the link</SubmitButton>}
          </DialogActions>
        </>
      )}
    </ActionForm>
  );
}
