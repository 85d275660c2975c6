"use client";

import { FailedPage } from "@/components/failed-page";

export default function OverviewFailed({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <FailedPage error={error} retry={retry} title="The overview could not be made">
      Messages are still received and answered.
    </FailedPage>
  );
}
