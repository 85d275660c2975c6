"use client";

import { FailedPage } from "@/components/failed-page";

export default function WhatsAppError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <FailedPage error={error} retry={retry} title="The connection could not be shown">
      Messages go on coming in and being answered as before.
    </FailedPage>
  );
}
