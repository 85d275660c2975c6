import { Suspense } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { Banner } from "@/components/ui/banner";
import { Skeleton } from "@/components/ui/skeleton";
import { SubmitButton } from "@/components/ui/submit-button";
import type { TenantDatabase } from "@/lib/db/for-organization";
import { AppError } from "@/lib/errors";
import { listPrice } from "@/lib/gateway/model-prices";
import type { ProviderKeyView } from "@/lib/gateway/provider-keys";
import { listProviderModels } from "@/lib/gateway/test-provider-key";
import { takeModel } from "./actions";
import { ModelFields } from "./model-fields";
import { formClass } from "./provider-step";
import type { StepProps } from "./step-props";

/** Step 2: a model of the provider's own list, read now, with the price that answers are calculated with. */
export function ModelStep({
  slug,
  setup,
  db,
  askedKey,
}: StepProps & { db: TenantDatabase; askedKey: string | undefined }) {
  const key = setup.keys.find(({ id }) => id === askedKey) ?? setup.key;
  if (!key)
    return (
      <p className="text-ink-2 text-small">First add a provider’s key in step 1: it says which models there are.</p>
    );
  return (
    <Suspense
      fallback={
        <div role="status" className="grid gap-3">
          <span className="sr-only">The provider’s models are being read.</span>
          <Skeleton className="h-8 w-full" />
          <Skeleton className="h-8 w-2/3" />
        </div>
      }
    >
      <ModelForm {...{ slug, db }} providerKey={key} chosen={setup.model?.model ?? null} look="primary" />
    </Suspense>
  );
}

export async function ModelForm({
  slug,
  db,
  providerKey,
  chosen,
  look,
}: {
  slug: string;
  db: TenantDatabase;
  providerKey: ProviderKeyView;
  chosen: string | null;
  look: "primary" | "secondary";
}) {
  const { models, problem } = await namesOf(db, providerKey.id);
  const choices = models.map((name) => ({ name, price: listPrice(name) }));
  return (
    <ActionForm action={takeModel.bind(null, slug)} successToast="The model is chosen" className={formClass}>
      {problem && (
        <Banner tone="bad" title={problem}>
          You can write the model’s name yourself.
        </Banner>
      )}
      <input type="hidden" name="providerKeyId" value={providerKey.id} />
      <ModelFields choices={choices} chosen={chosen} provider={providerKey.label} />
      <div>
        <SubmitButton look={look}>Use this model</SubmitButton>
      </div>
    </ActionForm>
  );
}

async function namesOf(db: TenantDatabase, keyId: string): Promise<{ models: string[]; problem: string | null }> {
  try {
    return { models: await listProviderModels(db, keyId), problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { models: [], problem: error.message };
  }
}
