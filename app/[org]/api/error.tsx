"use client";

import { FailedPage } from "@/components/failed-page";

export default function ApiError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <FailedPage error={error} retry={retry} title="The API tokens could not be read">
      Tokens that exist go on working.
    </FailedPage>
  );
}
