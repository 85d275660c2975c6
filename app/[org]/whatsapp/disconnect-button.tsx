"use client";

import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/errors";

type Disconnected = { webhookCleared: boolean };

/** Asks for the number, and says what is left to do at Twilio when it did not let us clear our addresses. */
export function DisconnectButton({
  number,
  shownNumber,
  action,
}: {
  number: string;
  shownNumber: string;
  action: (previous: ActionResult<Disconnected> | null, form: FormData) => Promise<ActionResult<Disconnected>>;
}) {
  return (
    <ConfirmDialog
      trigger={<Button look="secondary">Disconnect {shownNumber}</Button>}
      title={`Disconnect ${shownNumber}?`}
      body="Nobody who writes to it is answered from then on. To connect it again you need SID and token."
      confirmLabel="Disconnect"
      typeToConfirm={number}
      action={action}
      onDone={({ webhookCleared }) =>
        webhookCleared
          ? toast("The number is disconnected")
          : toast("Disconnected here. Twilio still has our address: take it out in its console.", { failed: true })
      }
    />
  );
}
