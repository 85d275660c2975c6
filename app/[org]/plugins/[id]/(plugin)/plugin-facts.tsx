import { RelativeTime } from "@/app/relative-time";
import type { ViewerClock } from "@/components/create-clock";
import { formatDuration } from "@/components/format";
import { SectionTitle } from "@/components/page";
import { DescriptionList } from "@/components/ui/description-list";
import { StatusMark } from "@/components/ui/status-mark";
import type { PluginView } from "@/lib/plugins/schema";
import { ago } from "../../../whatsapp/ago";
import { pluginHealth } from "../../plugin-health";
import { knownBy, transportWords } from "../../tool-words";

/** Where it is, how we reach it and how it does. */
export function PluginFacts({ plugin, clock }: { plugin: PluginView; clock: ViewerClock }) {
  const { url, transport, serverName, serverVersion, checkedAt, latencyMs, lastErrorAt, createdAt, key } = plugin;
  const { status, word } = pluginHealth(plugin);
  return (
    <section aria-labelledby="server">
      <SectionTitle id="server">Server</SectionTitle>
      <DescriptionList
        items={[
          {
            term: "State",
            detail: (
              <span className="flex flex-wrap items-center gap-2">
                <StatusMark status={status} label="" />
                {word}
                <span className="text-ink-3">
                  {checkedAt ? `asked ${ago(checkedAt, clock.now)}` : "not asked yet"}
                  {latencyMs !== null && `, in ${formatDuration(latencyMs)}`}
                </span>
              </span>
            ),
          },
          { term: "Address", detail: <span className="font-mono">{url}</span> },
          { term: "Speaks", detail: transport ? transportWords[transport] : "not known yet" },
          { term: "Calls itself", detail: [serverName, serverVersion].filter(Boolean).join(" ") || "nothing yet" },
          { term: "Knows us by", detail: knownBy(plugin) },
          {
            term: "Before its tools’ names",
            detail: (
              <>
                <span className="font-mono">{key}__</span>{" "}
                <span className="text-ink-3">so that the model tells plugins apart</span>
              </>
            ),
          },
          ...(lastErrorAt ? [{ term: "Last failed", detail: <RelativeTime at={lastErrorAt} /> }] : []),
          ...(createdAt ? [{ term: "Connected", detail: <RelativeTime at={createdAt} ago={false} /> }] : []),
        ]}
      />
    </section>
  );
}
