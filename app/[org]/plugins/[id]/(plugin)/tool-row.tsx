import type { Route } from "next";
import Link from "next/link";
import type { ViewerClock } from "@/components/create-clock";
import { formatNumber } from "@/components/format";
import { Pill } from "@/components/ui/pill";
import type { ToolView } from "@/lib/plugins/schema";
import { ago } from "../../../whatsapp/ago";
import { setPermission } from "../../actions";
import { toolPath } from "../../plugin-path";
import { deedWords, isReadOnly, permissionWords, requiresTaskWords } from "../../tool-words";
import { PermissionChoice } from "../permission-choice";

interface Props {
  slug: string;
  tool: ToolView;
  editable: boolean;
  clock: ViewerClock;
}

/** One tool: what it does, how it went last, and whether the assistant may have it. */
export function ToolRow({ slug, tool, editable, clock }: Props) {
  const { pluginId, name, definition, permission, hash, heldBack, rules } = tool;
  return (
    <li className="grid items-start gap-x-4 gap-y-2 border-line border-b py-3 text-small sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            href={toolPath(slug, pluginId, name)}
            className="inline-flex min-h-6 items-center font-medium font-mono hover:underline [overflow-wrap:anywhere]"
          >
            {name}
          </Link>
          <Pill tone={isReadOnly(definition) ? "plain" : "outline"}>{deedWords(definition)}</Pill>
          {heldBack && <Pill tone="brass">held back</Pill>}
          {rules.length > 0 && <Pill tone="outline">{rules.length === 1 ? "1 rule" : `${rules.length} rules`}</Pill>}
        </p>
        <p className="line-clamp-2 max-w-[68ch] text-ink-2 [overflow-wrap:anywhere]">
          {definition.description || "The server does not say what it does."}
        </p>
        <LastUse tool={tool} clock={clock} />
      </div>
      {heldBack ? (
        <Link href={`#changed-${name}` as Route} className="link inline-flex min-h-6 items-center">
          See what changed
        </Link>
      ) : definition.requiresTask ? (
        <span className="text-ink-2">{requiresTaskWords}</span>
      ) : editable ? (
        <PermissionChoice action={setPermission.bind(null, slug)} {...{ pluginId, name, permission, hash }} />
      ) : (
        <span className="text-ink-2">{permissionWords[permission].name}</span>
      )}
    </li>
  );
}

function LastUse({ tool: { tokens, lastCall, lastFailure }, clock }: Pick<Props, "tool" | "clock">) {
  const failedLast = lastFailure && lastCall && lastFailure.at >= lastCall.at;
  return (
    <p className="text-ink-3 text-meta [overflow-wrap:anywhere]">
      {formatNumber(tokens)} tokens in each request ·{" "}
      {lastCall ? `called ${ago(lastCall.at, clock.now)}` : "never called"}
      {lastFailure && (
        <>
          {" · "}
          <span className={failedLast ? "text-bad-ink" : ""}>
            failed {ago(lastFailure.at, clock.now)}: {lastFailure.error}
          </span>
        </>
      )}
    </p>
  );
}
