import type { Metadata, Route } from "next";
import Link from "next/link";
import { z } from "zod";
import { viewerClock } from "@/app/viewer-clock";
import { KeyTag } from "@/components/key-tag";
import { PageBody } from "@/components/page";
import { Banner } from "@/components/ui/banner";
import { LinkButton } from "@/components/ui/link-button";
import { fieldLabels } from "@/lib/assistant/schema";
import { listVersions, type VersionRow } from "@/lib/assistant/versions";
import { AssistantHeader } from "../assistant-header";
import { requirePublished } from "../require-assistant";
import { RollBackButton } from "../roll-back-button";
import { VersionFacts } from "../version-facts";

export const metadata: Metadata = { title: "History" };

const pageSize = 30;
const number = z.coerce.number().int().min(1).optional().catch(undefined);
const search = z.object({ before: number, published: number });

/** All versions, newest first: who, when, why; and the way back to each. */
export default async function VersionsPage({ params, searchParams }: PageProps<"/[org]/assistant/versions">) {
  const { organization, db, editable, pausable, paused, live } = await requirePublished((await params).org);
  const { slug } = organization;
  const { before, published } = search.parse(await searchParams);
  const [{ data: versions, nextCursor }, clock] = await Promise.all([
    listVersions(db, { before, limit: pageSize }),
    viewerClock(),
  ]);
  return (
    <>
      <AssistantHeader
        slug={slug}
        current="versions"
        live={live}
        editable={editable}
        pausable={pausable}
        paused={paused}
      />
      <PageBody>
        {published === live && (
          <Banner tone="accent" title={`Version ${live} is live.`}>
            It answers from the next message on.
          </Banner>
        )}
        <ol className="grid" aria-label="Versions, newest first">
          {versions.map((version) => (
            <li key={version.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 border-line border-b py-3.5">
              <span className="w-14 pt-px">
                <KeyTag version={version.number} look={version.live ? "live" : "plain"} size="normal" />
              </span>
              <div className="min-w-0 flex-1 basis-52">
                <p className="font-medium text-small [overflow-wrap:anywhere]">
                  <Link href={`/${slug}/assistant/versions/${version.number}` as Route} className="hover:underline">
                    {titleOf(version)}
                  </Link>
                </p>
                <VersionFacts version={version} clock={clock} />
                <p className="text-ink-2 text-meta">{changesOf(version)}</p>
              </div>
              {editable && !version.live && <RollBackButton slug={slug} version={version} />}
            </li>
          ))}
        </ol>
        {nextCursor && (
          <LinkButton href={`/${slug}/assistant/versions?before=${nextCursor}`} look="ghost">
            Older versions
          </LinkButton>
        )}
      </PageBody>
    </>
  );
}

function titleOf({ note, restoredFrom, number }: VersionRow): string {
  if (note) return note;
  return restoredFrom === null ? `Version ${number}` : `Rolled back to version ${restoredFrom}`;
}

function changesOf({ changed, number }: VersionRow): string {
  if (changed.length === 0) return number === 1 ? "The first version." : "The same as the one before.";
  return `Changed: ${changed.map((field) => fieldLabels[field]).join(", ")}`;
}
