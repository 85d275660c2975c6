import type { Metadata, Route } from "next";
import Link from "next/link";
import { PageBody, PageHeader } from "@/components/page";
import { CopyField } from "@/components/ui/copy-field";
import { LinkButton } from "@/components/ui/link-button";
import { requireMember } from "@/lib/auth/require-member";
import { env } from "@/lib/env";
import { type ReferenceSection, readReference } from "@/lib/openapi/read-reference";
import { ReferenceArticle } from "./reference-article";

export const metadata: Metadata = { title: "API reference" };

/** The HTTP API as its OpenAPI document has it, one section at a time, with calls to paste. */
export default async function ReferencePage({ params, searchParams }: PageProps<"/[org]/api/reference">) {
  const { organization } = await requireMember((await params).org);
  const sections = readReference();
  const { section: wanted } = await searchParams;
  const current = sections.find(({ id }) => id === wanted) ?? sections[0];
  return (
    <>
      <PageHeader
        title="API reference"
        actions={
          <LinkButton size="small" href="/openapi.json" download="openapi.json">
            OpenAPI document
          </LinkButton>
        }
      />
      <PageBody width="full">
        <div className="mx-auto grid max-w-[1080px] gap-x-10 px-4 pt-6 pb-16 md:px-6 lg:grid-cols-[200px_minmax(0,1fr)]">
          <Contents sections={sections} current={current} path={`/${organization.slug}/api/reference`} />
          <div className="min-w-0">
            <Beginning organizationId={organization.id} />
            <section aria-labelledby="section" className="mt-8">
              <h2 id="section" className="mb-3 font-semibold text-title">
                {current?.name}
              </h2>
              {current?.entries.map((entry) => (
                <ReferenceArticle key={entry.id} entry={entry} />
              ))}
            </section>
          </div>
        </div>
      </PageBody>
    </>
  );
}

/** Every section, and what is in the one that is shown. */
function Contents({
  sections,
  current,
  path,
}: {
  sections: ReferenceSection[];
  current: ReferenceSection | undefined;
  path: string;
}) {
  const link = "inline-flex min-h-6 items-center text-ink-2 hover:text-ink hover:underline";
  return (
    <nav aria-label="Sections" className="mb-6 lg:sticky lg:top-6 lg:self-start">
      <ul className="flex flex-wrap gap-x-3 gap-y-1 text-small lg:grid">
        {sections.map(({ name, id, entries }) => (
          <li key={id}>
            <Link
              href={`${path}?section=${id}` as Route}
              aria-current={id === current?.id ? "page" : undefined}
              className={`${link} aria-[current]:font-semibold aria-[current]:text-ink`}
            >
              {name}
            </Link>
            {id === current?.id && (
              <ul className="mb-2 border-line border-l pl-3 max-lg:hidden">
                {entries.map((entry) => (
                  <li key={entry.id}>
                    <a href={`#${entry.id}`} className={`${link} text-meta`}>
                      {entry.summary}
                    </a>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Beginning({ organizationId }: { organizationId: string }) {
  return (
    <section aria-label="Before you begin" className="grid gap-3">
      <p className="max-w-[68ch] text-ink-2">
        JSON over HTTPS. Set these once, with an API token of this organisation, and each call below can be pasted; with
        a person's access token, add <code className="font-mono text-meta">X-Org-Id: {organizationId}</code>. Ids in the
        examples are not real: put your own in their place. Errors are{" "}
        <code className="font-mono text-meta">{"{ error: { code, message, fields? } }"}</code>; branch on the code.
      </p>
      <CopyField value={`export DESK=${env().PUBLIC_URL} TOKEN=…`} />
    </section>
  );
}
