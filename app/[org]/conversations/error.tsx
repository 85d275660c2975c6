"use client";

import { FailedPage } from "@/components/failed-page";

export default function ConversationsError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <FailedPage error={error} retry={retry} title="The conversations could not be read">
      Nothing is lost: messages are still received and answered.
    </FailedPage>
  );
}
