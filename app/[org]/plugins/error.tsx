"use client";

import { FailedPage } from "@/components/failed-page";

export default function PluginsError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <FailedPage error={error} retry={retry} title="The plugins could not be read">
      The assistant goes on with the tools that it has.
    </FailedPage>
  );
}
