import type { Metadata } from "next";
import { PageBody, PageHeader, SectionTitle } from "@/components/page";
import { CopyField } from "@/components/ui/copy-field";
import { LinkButton } from "@/components/ui/link-button";
import { requireMember } from "@/lib/auth/require-member";
import { env } from "@/lib/env";
import { Gateway } from "./gateway";
import { Tokens } from "./tokens";

export const metadata: Metadata = { title: "API" };

/** How to automate this: tokens, the gateway to the models, then a first call. */
export default async function ApiPage({ params }: PageProps<"/[org]/api">) {
  const member = await requireMember((await params).org);
  return (
    <>
      <PageHeader
        title="API"
        actions={
          <LinkButton size="small" href={`/${member.organization.slug}/api/reference`}>
            Reference
          </LinkButton>
        }
      />
      <PageBody>
        <Tokens member={member} />
        <Gateway member={member} />
        <section aria-labelledby="first-call">
          <SectionTitle id="first-call" description="With a token that has the scope read-conversations.">
            A first call
          </SectionTitle>
          <CopyField value={`curl -sS ${env().PUBLIC_URL}/conversations -H "Authorization: Bearer $TOKEN"`} />
        </section>
      </PageBody>
    </>
  );
}
