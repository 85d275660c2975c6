"use client";

import { RefreshCw } from "lucide-react";
import { useActionState, useEffect } from "react";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/errors";

type Refreshed = { problem: string | null };

/** Asks the server for its tools now, and says how that went. */
export function RefreshNow({
  action,
  id,
}: {
  action: (previous: ActionResult<Refreshed> | null, form: FormData) => Promise<ActionResult<Refreshed>>;
  id: string;
}) {
  const [result, dispatch] = useActionState(action, null);
  useEffect(() => {
    if (!result) return;
    const problem = result.ok ? result.data.problem : result.error.message;
    toast(problem ?? "Its tools are up to date", { failed: problem !== null });
  }, [result]);
  return (
    <form action={dispatch}>
      <input type="hidden" name="id" value={id} />
      <SubmitButton look="secondary" size="small" icon={<RefreshCw aria-hidden="true" className="size-3.5!" />}>
        Refresh
      </SubmitButton>
    </form>
  );
}
