import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ViewerClock } from "@/components/create-clock";
import { formatDuration } from "@/components/format";
import { StatusMark } from "@/components/ui/status-mark";
import type { PluginView } from "@/lib/plugins/schema";
import { ago } from "../whatsapp/ago";
import { hostOf, pluginHealth, tickedWords } from "./plugin-health";
import { pluginPath } from "./plugin-path";

/** One plugin in a line: how it does, what it is, how much of it is ticked, when it was last asked. */
export function PluginRow({ slug, plugin, clock }: { slug: string; plugin: PluginView; clock: ViewerClock }) {
  const { status, word } = pluginHealth(plugin);
  return (
    <li className="border-line border-b">
      <Link
        href={pluginPath(slug, plugin.id)}
        className="grid min-h-14 grid-cols-[20px_minmax(0,1fr)_14px] items-center gap-x-3 gap-y-0.5 py-2.5 pr-1 pl-1 text-small hover:bg-hover lg:grid-cols-[20px_minmax(0,1fr)_116px_150px_14px] lg:pl-4"
      >
        <span className="grid max-lg:mt-0.5 max-lg:self-start">
          <StatusMark status={status} label={word} />
        </span>
        <span className="min-w-0">
          <span className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-medium [overflow-wrap:anywhere]">{plugin.name}</span>
            <span aria-hidden="true" className={`text-meta ${wordColours[status]}`}>
              {word}
            </span>
          </span>
          <span className="line-clamp-2 text-ink-2 [overflow-wrap:anywhere]">
            {plugin.lastError ?? aboutOf(plugin)}
          </span>
        </span>
        <span className="text-ink-2 max-lg:col-start-2">
          {tickedWords(plugin)} <span className="lg:hidden">ticked</span>
          {plugin.heldBackCount > 0 && (
            <span className="text-brass-ink lg:block lg:text-meta">
              <span className="lg:hidden"> · </span>
              {plugin.heldBackCount} held back
            </span>
          )}
        </span>
        <span className="text-ink-3 text-meta max-lg:col-start-2">{lastCheck(plugin, clock)}</span>
        <ChevronRight aria-hidden="true" className="size-3.5 text-ink-3 max-lg:col-start-3 max-lg:row-start-1" />
      </Link>
    </li>
  );
}

const wordColours = {
  good: "text-ink-3",
  look: "text-brass-ink",
  broken: "text-bad-ink",
  waiting: "text-ink-3",
} as const;

function aboutOf({ description, url, serverName, serverVersion }: PluginView): string {
  if (url === null) return description;
  const server = [serverName, serverVersion].filter(Boolean).join(" ");
  return server ? `${hostOf(url)} · ${server}` : hostOf(url);
}

function lastCheck({ kind, checkedAt, latencyMs }: PluginView, clock: ViewerClock): string {
  if (kind === "first_party") return "";
  if (!checkedAt) return "not asked yet";
  return `${ago(checkedAt, clock.now)}${latencyMs === null ? "" : `, in ${formatDuration(latencyMs)}`}`;
}
