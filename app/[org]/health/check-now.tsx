"use client";

import { RefreshCw } from "lucide-react";
import { useActionState, useEffect } from "react";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/errors";

type Action = (previous: ActionResult<void> | null, form: FormData) => Promise<ActionResult<void>>;

/** Asks for a look now; when it was just done, says how long to wait. */
export function CheckNow({ action }: { action: Action }) {
  const [result, dispatch] = useActionState(action, null);
  useEffect(() => {
    if (result) toast(result.ok ? "Checked" : result.error.message, { failed: !result.ok });
  }, [result]);
  return (
    <form action={dispatch}>
      <SubmitButton look="secondary" size="small" icon={<RefreshCw aria-hidden="true" className="size-3.5!" />}>
        Check now
      </SubmitButton>
    </form>
  );
}
