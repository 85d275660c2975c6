import type { Metadata, Route } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { viewerClock } from "@/app/viewer-clock";
import { formatNumber } from "@/components/format";
import { PageBody, PageHeader, SectionTitle } from "@/components/page";
import { LinkButton } from "@/components/ui/link-button";
import { Pill } from "@/components/ui/pill";
import type { TenantDatabase } from "@/lib/db/for-organization";
import { AppError } from "@/lib/errors";
import { findFirstParty } from "@/lib/plugins/first-party-id";
import type { ToolView } from "@/lib/plugins/schema";
import { getTool } from "@/lib/plugins/tools";
import { isStorable } from "@/lib/storable";
import { setPermission, tryTool } from "../../../actions";
import { inputFields } from "../../../input-fields";
import { pluginPath } from "../../../plugin-path";
import { decodePart, requirePlugin } from "../../../require-plugin";
import { deedWords, isReadOnly, permissionWords, requiresTaskWords } from "../../../tool-words";
import { HeldBack } from "../../held-back";
import { PermissionChoice } from "../../permission-choice";
import { LimitsForm } from "./limits-form";
import { TestToolForm } from "./test-tool-form";

export async function generateMetadata({ params }: PageProps<"/[org]/plugins/[id]/tools/[name]">): Promise<Metadata> {
  return { title: decodePart((await params).name) };
}

/** One tool: what the model is told of it, what it may do, its limits, and a call to try it. */
export default async function ToolPage({ params }: PageProps<"/[org]/plugins/[id]/tools/[name]">) {
  const { org, id, name } = await params;
  const { organization, db, plugin, editable } = await requirePlugin(org, id);
  const { slug } = organization;
  const [tool, clock] = await Promise.all([findTool(db, plugin.id, decodePart(name)), viewerClock()]);
  const { definition, permission, hash, heldBack } = tool;
  const calls = new URLSearchParams({ plugin: plugin.id, tool: tool.name });
  return (
    <>
      <PageHeader
        title={<span className="font-mono">{tool.name}</span>}
        back={{ href: pluginPath(slug, plugin.id), label: `All tools of ${plugin.name}` }}
        actions={
          <LinkButton size="small" href={`/${slug}/plugins/calls?${calls}`}>
            Its calls
          </LinkButton>
        }
      />
      <PageBody>
        <HeldBack slug={slug} tools={heldBack ? [tool] : []} {...{ editable, clock }} />
        <section aria-labelledby="told" className="grid gap-3">
          <div className="flex flex-wrap items-center gap-2">
            <h2 id="told" className="font-semibold text-read">
              {definition.title ?? "What the model is told"}
            </h2>
            <Pill
              tone={isReadOnly(definition) ? "plain" : "outline"}
              title="As its maker says; a server need not keep to it."
            >
              {deedWords(definition)}
            </Pill>
          </div>
          <p className="max-w-[68ch] whitespace-pre-wrap text-ink-2 [overflow-wrap:anywhere]">
            {definition.description || "Nothing: the server does not say what it does."}
          </p>
          <p className="text-ink-3 text-meta">
            <span className="font-mono">{tool.callName}</span> for the model, {formatNumber(tool.tokens)} tokens in each
            request
          </p>
          <details>
            <summary className="w-fit font-medium text-ink-2 text-small hover:text-ink">Its schema</summary>
            <pre className="mt-2 whitespace-pre-wrap rounded-3 bg-sunken px-4 py-3 font-mono text-meta [overflow-wrap:anywhere]">
              {JSON.stringify(definition.inputSchema, null, 2)}
            </pre>
          </details>
        </section>
        <section aria-labelledby="permission">
          <SectionTitle id="permission" description={permissionWords[permission].means}>
            May the assistant use it?
          </SectionTitle>
          {heldBack ? (
            <p className="text-ink-2 text-small">Not while it is held back. Look at what changed, above.</p>
          ) : definition.requiresTask ? (
            <p className="text-ink-2 text-small">{requiresTaskWords}</p>
          ) : editable ? (
            <PermissionChoice
              action={setPermission.bind(null, slug)}
              pluginId={plugin.id}
              name={tool.name}
              permission={permission}
              hash={hash}
            />
          ) : (
            <p>{permissionWords[permission].name}</p>
          )}
        </section>
        <LimitsForm slug={slug} tool={tool} editable={editable} />
        {editable && !definition.requiresTask && (
          <section aria-labelledby="test">
            <SectionTitle id="test" description="As the assistant would call it. What comes back is kept in the log.">
              Test it
            </SectionTitle>
            {findFirstParty(plugin.id)?.needsConversation ? (
              <p className="text-small">
                It acts on the customer of a conversation, so it is tried in one:{" "}
                <Link href={`/${slug}/assistant?view=test` as Route} className="link">
                  the test chat
                </Link>{" "}
                calls it once the draft has it.
              </p>
            ) : (
              <TestToolForm
                action={tryTool.bind(null, slug)}
                pluginId={plugin.id}
                name={tool.name}
                fields={inputFields(definition.inputSchema)}
                acts={!isReadOnly(definition)}
              />
            )}
          </section>
        )}
      </PageBody>
    </>
  );
}

async function findTool(db: TenantDatabase, pluginId: string, name: string): Promise<ToolView> {
  if (!isStorable(name)) notFound();
  try {
    return await getTool(db, pluginId, name);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
