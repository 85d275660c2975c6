"use client";

import { History } from "lucide-react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { rollBack } from "./actions";

/** Brings a version back: one click here, one to confirm. */
export function RollBackButton({ slug, version }: { slug: string; version: { id: string; number: number } }) {
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" icon={<History aria-hidden="true" />}>
          Roll back to v{version.number}
        </Button>
      }
      title={`Roll back to version ${version.number}?`}
      body={`What version ${version.number} says becomes a new version and answers the next message. Nothing is lost: you can come back the same way.`}
      confirmLabel={`Roll back to v${version.number}`}
      look="primary"
      action={rollBack.bind(null, slug)}
      values={{ versionId: version.id }}
    />
  );
}
