"use client";

import { startTransition, useActionState, useOptimistic } from "react";
import { toast } from "@/components/ui/toast";
import type { ToolPermission } from "@/generated/prisma/enums";
import type { ActionResult } from "@/lib/errors";
import { permissions, permissionWords } from "../tool-words";

export interface PermissionInput {
  pluginId: string;
  name: string;
  permission: ToolPermission;
  hash?: string;
}

interface Props {
  action: (previous: ActionResult<void> | null, input: FormData | PermissionInput) => Promise<ActionResult<void>>;
  pluginId: string;
  name: string;
  permission: ToolPermission;
  /** Of the definition that is looked at; null when the server no longer lists the tool. */
  hash: string | null;
}

/** Deny, ask or allow, at once and to be undone; before the page's scripts run, a form with three buttons. */
export function PermissionChoice({ action, pluginId, name, permission, hash }: Props) {
  const [, dispatch] = useActionState(action, null);
  const [shown, setShown] = useOptimistic(permission);

  function choose(next: ToolPermission, before?: ToolPermission) {
    startTransition(async () => {
      setShown(next);
      const result = await action(null, { pluginId, name, permission: next, ...(hash && { hash }) });
      if (!result.ok) return toast(result.error.message, { failed: true });
      toast(`${name}: ${said[next]}`, before && { undo: () => choose(before) });
    });
  }

  return (
    <form
      action={dispatch}
      onSubmit={(event) => {
        event.preventDefault();
        const { submitter } = event.nativeEvent as SubmitEvent;
        const next = permissions.find((each) => each === submitter?.getAttribute("value"));
        if (next && next !== shown) choose(next, shown);
      }}
    >
      <input type="hidden" name="pluginId" value={pluginId} />
      <input type="hidden" name="name" value={name} />
      {hash && <input type="hidden" name="hash" value={hash} />}
      <fieldset className="inline-flex gap-px rounded-[9px] border border-line bg-sunken p-0.5">
        <legend className="sr-only">What the assistant may do with {name}</legend>
        {permissions.map((each) => (
          <button
            key={each}
            type="submit"
            name="permission"
            value={each}
            aria-pressed={each === shown}
            title={permissionWords[each].means}
            className={`h-[calc(var(--control-sm)-2px)] rounded-[6px] px-2.5 text-ink-2 text-small hover:text-ink aria-pressed:bg-raised aria-pressed:font-medium aria-pressed:shadow-1 ${pressed[each]}`}
          >
            {permissionWords[each].name}
          </button>
        ))}
      </fieldset>
    </form>
  );
}

/** Petrol: the assistant acts; brass: a person is asked. */
const pressed: Record<ToolPermission, string> = {
  deny: "aria-pressed:text-ink",
  ask: "aria-pressed:text-brass-ink",
  allow: "aria-pressed:text-accent-ink",
};

const said: Record<ToolPermission, string> = {
  deny: "denied",
  ask: "a person is asked first",
  allow: "allowed",
};
