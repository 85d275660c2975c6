"use client";

import { FailedPage } from "@/components/failed-page";

export default function AssistantError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <FailedPage error={error} retry={retry} title="The assistant could not be read">
      What is published goes on answering; the draft is kept as it was last saved.
    </FailedPage>
  );
}
