"use client";

import { FailedPage } from "@/components/failed-page";

export default function SettingsError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <FailedPage error={error} retry={retry} title="The settings could not be read">
      Nothing has changed, and the assistant goes on as it is.
    </FailedPage>
  );
}
