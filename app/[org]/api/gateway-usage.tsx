import { RelativeTime } from "@/app/relative-time";
import { formatCompact, formatNumber } from "@/components/format";
import { Money } from "@/components/ui/money";
import { Table } from "@/components/ui/table";
import type { TenantDatabase } from "@/lib/db/for-organization";
import { readGatewayUsage } from "@/lib/gateway/read-gateway-usage";
import type { CallerUsage } from "@/lib/gateway/schema";

const days = 30;

/** What each token used in the last 30 days. */
export async function GatewayUsage({ db }: { db: TenantDatabase }) {
  const { data } = await readGatewayUsage(db, { days });
  return (
    <div>
      <h3 className="mb-1 font-semibold text-small">Used in the last {days} days</h3>
      {data.length === 0 ? (
        <p className="text-ink-2 text-small">Nothing yet. The first call appears here with its tokens and its price.</p>
      ) : (
        <Table
          caption={`Usage of the gateway in the last ${days} days`}
          head={[
            "By",
            { label: "Requests", align: "right" },
            { label: "Tool calls", align: "right" },
            { label: "Tokens in", align: "right" },
            { label: "out", align: "right" },
            { label: "Cost", align: "right" },
          ]}
        >
          {data.map((usage) => (
            <UsageRow key={`${usage.apiTokenId ?? usage.userId} ${usage.currency}`} usage={usage} />
          ))}
        </Table>
      )}
    </div>
  );
}

const number = "text-right font-mono text-meta whitespace-nowrap";

function UsageRow({ usage }: { usage: CallerUsage }) {
  const { name, requests, failures, toolCalls, inputTokens, outputTokens, costMicros, currency, withoutPrice } = usage;
  return (
    <tr>
      <td className="min-w-36">
        <span className="[overflow-wrap:anywhere]">{name}</span>
        <span className="block text-ink-3 text-meta">
          <RelativeTime at={usage.lastUsedAt} />
        </span>
      </td>
      <td className={number}>
        {formatNumber(requests)}
        {failures > 0 && <span className="block text-bad-ink">{formatNumber(failures)} failed</span>}
      </td>
      <td className={number}>{formatNumber(toolCalls)}</td>
      <td className={number}>{formatCompact(inputTokens)}</td>
      <td className={number}>{formatCompact(outputTokens)}</td>
      <td className={number}>
        <Money micros={withoutPrice === requests ? null : costMicros} currency={currency} />
        {withoutPrice > 0 && withoutPrice < requests && (
          <span className="block text-ink-3">{formatNumber(withoutPrice)} without a price</span>
        )}
      </td>
    </tr>
  );
}
