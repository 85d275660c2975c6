"use client";

import { FailedPage } from "@/components/failed-page";

export default function AppFailed({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="grid min-h-dvh">
      <FailedPage error={error} retry={retry} title="This page could not be made">
        The fault is on our side and has been logged. Messages are still received and answered.
      </FailedPage>
    </main>
  );
}
