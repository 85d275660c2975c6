import type { Metadata, Route } from "next";
import { viewerClock } from "@/app/viewer-clock";
import { formatNumber } from "@/components/format";
import { PageBody, PageHeader, SectionTitle } from "@/components/page";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import type { PluginView, ToolView } from "@/lib/plugins/schema";
import { listTools } from "@/lib/plugins/tools";
import { refreshNow } from "../../actions";
import { findLiveTools } from "../../find-live-tools";
import { requirePlugin } from "../../require-plugin";
import { HeldBack } from "../held-back";
import { PluginFacts } from "./plugin-facts";
import { PluginProblem } from "./plugin-problem";
import { PluginSettings } from "./plugin-settings";
import { RefreshNow } from "./refresh-now";
import { ToolRow } from "./tool-row";

export async function generateMetadata({ params }: PageProps<"/[org]/plugins/[id]">): Promise<Metadata> {
  const { org, id } = await params;
  return { title: (await requirePlugin(org, id)).plugin.name };
}

/** One plugin: what is wrong with it, what changed, its tools with what the assistant may do with each, and its set-up. */
export default async function PluginPage({ params }: PageProps<"/[org]/plugins/[id]">) {
  const { org, id } = await params;
  const { organization, db, plugin, editable } = await requirePlugin(org, id);
  const { slug } = organization;
  const [tools, live, clock] = await Promise.all([listTools(db, plugin.id), findLiveTools(db), viewerClock()]);
  const used = live?.tools.filter(({ pluginId }) => pluginId === plugin.id).length ?? 0;
  const isMcp = plugin.kind === "mcp";
  return (
    <>
      <PageHeader
        title={plugin.name}
        back={{ href: `/${slug}/plugins` as Route, label: "All plugins" }}
        actions={isMcp && editable && <RefreshNow action={refreshNow.bind(null, slug)} id={plugin.id} />}
      />
      <PageBody width="full">
        <div className="mx-auto grid max-w-[1020px] grid-cols-[minmax(0,1fr)] gap-8 px-4 pt-5 pb-16 md:px-6 md:pt-6.5">
          <section aria-label="What it may do">
            <p className="text-[1.25rem] leading-7 tracking-[-0.012em] md:text-[1.375rem] md:leading-8">
              {ticked(plugin)} {usedWords(used, live?.version ?? null)}
            </p>
            <p className="max-w-[68ch] text-body text-ink-2">{plugin.description || notUntilTicked}</p>
          </section>
          <PluginProblem {...{ slug, plugin, editable }} />
          <HeldBack slug={slug} tools={tools.filter(({ heldBack }) => heldBack)} {...{ editable, clock }} />
          <section aria-labelledby="tools">
            <SectionTitle
              id="tools"
              description={tools.length > 0 && costWords(tools)}
              actions={
                <LinkButton size="small" href={`/${slug}/plugins/calls?plugin=${encodeURIComponent(plugin.id)}`}>
                  Its calls
                </LinkButton>
              }
            >
              Tools
            </SectionTitle>
            {tools.length === 0 ? (
              <EmptyState title="It lists no tools">{noToolsWords(plugin)}</EmptyState>
            ) : (
              <ul className="border-line border-t">
                {tools.map((tool) => (
                  <ToolRow key={tool.name} {...{ slug, tool, editable, clock }} />
                ))}
              </ul>
            )}
          </section>
          {isMcp && <PluginFacts {...{ plugin, clock }} />}
          {isMcp && editable && <PluginSettings {...{ slug, plugin, used, version: live?.version ?? null }} />}
        </div>
      </PageBody>
    </>
  );
}

const notUntilTicked = "The assistant has a tool once it is ticked here and chosen in the published version.";

function ticked(plugin: PluginView): string {
  const { tickedCount, toolCount } = plugin;
  if (toolCount === 0) return "It lists no tools.";
  if (tickedCount === 0)
    return toolCount === 1 ? "Its tool is not ticked." : `None of its ${toolCount} tools is ticked.`;
  if (toolCount === 1) return "Its tool is ticked.";
  if (tickedCount === toolCount) return `All its ${toolCount} tools are ticked.`;
  return `${tickedCount} of its ${toolCount} tools ${tickedCount === 1 ? "is" : "are"} ticked.`;
}

function usedWords(used: number, version: number | null): string {
  if (version === null) return "No version answers yet.";
  if (used === 0) return `Version ${version}, which answers now, uses none of them.`;
  return `Version ${version}, which answers now, uses ${used === 1 ? "one" : used} of them.`;
}

function costWords(tools: ToolView[]): string {
  const ticked = tools.filter(({ permission }) => permission !== "deny");
  const tokens = ticked.reduce((sum, tool) => sum + tool.tokens, 0);
  if (ticked.length === 0) return "Ticked: nothing. “Ask” and “Allow” tick a tool as it reads now.";
  return `The ticked ones take ${formatNumber(tokens)} tokens in each request that has them all.`;
}

function noToolsWords({ lastError, needsAuthorization }: PluginView): string {
  if (needsAuthorization) return "Authorise it first: then it says which tools it has.";
  return lastError ? "It could not be asked yet." : "Refresh it once the server has some.";
}
