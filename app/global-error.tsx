"use client";

import "./globals.css";
import { FailedPage } from "@/components/failed-page";

/** Stands in for the whole document when even its frame failed. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body className="grid min-h-dvh">
        <FailedPage error={error} retry={retry} title="Frontdesk cannot show this page">
          The fault is on our side and has been logged. Messages are still received and answered.
        </FailedPage>
      </body>
    </html>
  );
}
