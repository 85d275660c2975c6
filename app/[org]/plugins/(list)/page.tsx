import { Plug } from "lucide-react";
import type { Metadata } from "next";
import { viewerClock } from "@/app/viewer-clock";
import type { ViewerClock } from "@/components/create-clock";
import { PageBody } from "@/components/page";
import { EmptyState } from "@/components/ui/empty-state";
import { isAllowed } from "@/lib/auth/permissions";
import { requireMember } from "@/lib/auth/require-member";
import { listWaitingCalls } from "@/lib/plugins/list-waiting-calls";
import { listPlugins } from "@/lib/plugins/plugins";
import type { PluginView } from "@/lib/plugins/schema";
import { LiveUpdates } from "../../conversations/live-updates";
import { findLiveTools } from "../find-live-tools";
import { PluginRow } from "../plugin-row";
import { ConnectLink, PluginsHeader } from "../plugins-header";
import { sumUpPlugins } from "../sum-up";
import { WaitingCalls } from "./waiting-calls";

export const metadata: Metadata = { title: "Plugins" };

/** What the assistant may do: in a sentence, then what waits for a person, then plugin by plugin. */
export default async function PluginsPage({ params }: PageProps<"/[org]/plugins">) {
  const readAt = Date.now();
  const member = await requireMember((await params).org, { permission: "read-assistant" });
  const { organization, role, db } = member;
  const { slug } = organization;
  const [plugins, live, waiting, clock] = await Promise.all([
    listPlugins(db),
    findLiveTools(db),
    isAllowed(role, { permission: "work-conversations" }) ? listWaitingCalls(db) : [],
    viewerClock(),
  ]);
  const { sentence, need, broken, proof } = sumUpPlugins(plugins, live);
  const ofKind = (kind: PluginView["kind"]) => plugins.filter((plugin) => plugin.kind === kind);
  const editable = isAllowed(role, { permission: "configure" });
  return (
    <>
      <PluginsHeader
        member={member}
        current="plugins"
        // With none yet, the way to the first one stands below.
        actions={editable && ofKind("mcp").length > 0 && <ConnectLink slug={slug} look="primary" />}
      />
      <LiveUpdates eventsPath={`/${slug}/conversations/events`} readAt={readAt} />
      <PageBody width="full">
        <div className="mx-auto grid max-w-[1020px] gap-6 px-4 pt-5 pb-10 md:px-6 md:pt-6.5">
          <section aria-label="What it may do">
            <p className="text-[1.25rem] leading-7 tracking-[-0.012em] md:text-[1.375rem] md:leading-8">
              {sentence} {need && <b className={broken ? "text-bad-ink" : "text-brass-ink"}>{need}</b>}
            </p>
            <p className="text-body text-ink-2">{proof}</p>
          </section>
          <WaitingCalls slug={slug} calls={waiting} clock={clock} />
          <Group title="Connected servers" plugins={ofKind("mcp")} {...{ slug, clock }}>
            <EmptyState
              title="No server is connected"
              icon={<Plug aria-hidden="true" />}
              action={editable && <ConnectLink slug={slug} look="primary" />}
            >
              {editable
                ? "Connect an MCP server of your shop, your calendar or your workshop; then tick which of its tools the assistant may use."
                : "An owner or admin connects them here, and ticks which of their tools the assistant may use."}
            </EmptyState>
          </Group>
          <Group title="Built in" plugins={ofKind("first_party")} {...{ slug, clock }} />
        </div>
      </PageBody>
    </>
  );
}

function Group({
  title,
  plugins,
  slug,
  clock,
  children,
}: {
  title: string;
  plugins: PluginView[];
  slug: string;
  clock: ViewerClock;
  /** In the place of no plugins. */
  children?: React.ReactNode;
}) {
  if (plugins.length === 0 && !children) return null;
  return (
    <section aria-label={title}>
      <div className="mb-1 flex justify-between gap-3 text-small">
        <h2 className="font-semibold text-ink-2">{title}</h2>
        {plugins.length > 0 && (
          <p aria-hidden="true" className="flex gap-x-3 pr-[30px] text-ink-3 text-meta max-lg:hidden">
            <span className="w-[116px]">tools ticked</span>
            <span className="w-[150px]">{plugins.some(({ kind }) => kind === "mcp") && "last asked"}</span>
          </p>
        )}
      </div>
      {plugins.length > 0 ? (
        <ul className="border-line border-t">
          {plugins.map((plugin) => (
            <PluginRow key={plugin.id} {...{ slug, plugin, clock }} />
          ))}
        </ul>
      ) : (
        <div className="mt-3">{children}</div>
      )}
    </section>
  );
}
