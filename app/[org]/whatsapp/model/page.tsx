import type { Metadata } from "next";
import { Suspense } from "react";
import { PageBody, PageHeader } from "@/components/page";
import { LinkButton } from "@/components/ui/link-button";
import { Segmented } from "@/components/ui/segmented";
import { Skeleton } from "@/components/ui/skeleton";
import { requireMember } from "@/lib/auth/require-member";
import { listProviderKeys } from "@/lib/gateway/provider-keys";
import { ModelForm } from "../model-step";

export const metadata: Metadata = { title: "Add a model" };

/** A further model, from the list of one of the organisation's providers. */
export default async function AddModelPage({ params, searchParams }: PageProps<"/[org]/whatsapp/model">) {
  const { organization, db } = await requireMember((await params).org, { permission: "configure" });
  const here = `/${organization.slug}/whatsapp`;
  const [keys, { key: asked }] = await Promise.all([listProviderKeys(db), searchParams]);
  const key = keys.find(({ id }) => id === asked) ?? keys.at(-1);
  return (
    <>
      <PageHeader title="Add a model" actions={<LinkButton href={here}>Back</LinkButton>} />
      <PageBody>
        {keys.length > 1 && (
          <Segmented
            label="Provider"
            items={keys.map(({ id, label }) => ({ href: `${here}/model?key=${id}`, label, current: id === key?.id }))}
          />
        )}
        {key ? (
          <Suspense key={key.id} fallback={<Skeleton className="h-32 w-full" />}>
            <ModelForm slug={organization.slug} db={db} providerKey={key} chosen={null} look="primary" />
          </Suspense>
        ) : (
          <p>Add a provider’s key first.</p>
        )}
      </PageBody>
    </>
  );
}
