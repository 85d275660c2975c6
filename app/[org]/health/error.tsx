"use client";

import { FailedPage } from "@/components/failed-page";

export default function HealthError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <FailedPage error={error} retry={retry} title="The health checks could not be read">
      They go on running each minute, and so does the assistant.
    </FailedPage>
  );
}
