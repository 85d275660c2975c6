import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import type { ViewerClock } from "@/components/create-clock";
import { formatCompact, formatDuration, formatMoney, formatNumber, formatPercent } from "@/components/format";
import { Table } from "@/components/ui/table";
import type { Period } from "@/lib/overview/resolve-period";
import { Bar, Cell, Key } from "./cell";
import { columnLabels } from "./column-labels";
import { sumByCurrency } from "./figures";
import type { Parts } from "./read-parts";
import { RepliesChart } from "./replies-chart";
import { TimesChart } from "./times-chart";

const right = (label: string) => ({ label, align: "right" as const });

/** The proof behind the sentence: each chart with the same numbers as a table. */
export function Charts({
  slug,
  parts,
  period,
  clock,
}: {
  slug: string;
  parts: Parts;
  period: Period;
  clock: ViewerClock;
}) {
  const labels = columnLabels(period, clock);
  const labelled = <T,>(columns: T[]) =>
    columns.flatMap((column, index) => {
      const label = labels[index];
      return label ? [{ ...column, label }] : [];
    });
  const list = `/${slug}/conversations`;
  const days = `from=${period.firstDay}&to=${period.lastDay}`;
  return (
    <>
      <div className="grid border-line border-b max-lg:divide-y lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)] lg:divide-x divide-line">
        <Cell
          title="Replies"
          reading={parts.columns}
          legend={(columns) => (
            <>
              <Key color="first">Assistant {sum(columns, "assistant")}</Key>
              {columns.some(({ people }) => people > 0) && <Key color="people">People {sum(columns, "people")}</Key>}
              {columns.some(({ fixed }) => fixed > 0) && <Key color="third">Fixed texts {sum(columns, "fixed")}</Key>}
            </>
          )}
          table={(columns) => (
            <Table
              caption="Messages over time"
              head={[
                "When",
                right("In"),
                right("Assistant"),
                right("People"),
                right("Fixed texts"),
                right("Not delivered"),
              ]}
            >
              {labelled(columns).map(({ label, ...column }) => (
                <Row key={label.long} name={label.long}>
                  {[column.in, column.assistant, column.people, column.fixed, column.failed].map(formatNumber)}
                </Row>
              ))}
            </Table>
          )}
        >
          {(columns) => <RepliesChart columns={labelled(columns)} />}
        </Cell>
        <Cell
          title="Why a person was needed"
          reading={parts.reasons}
          table={([reasons]) => (
            <Table caption="Why a person was needed" head={["Reason", right("Conversations")]}>
              {reasons.map(({ reason, conversations }) => (
                <Row key={reason} name={reason}>
                  {[formatNumber(conversations)]}
                </Row>
              ))}
            </Table>
          )}
        >
          {([reasons, { now }]) =>
            reasons.length === 0 ? (
              <Nothing>Nobody was. The assistant could answer everything that it was asked.</Nothing>
            ) : (
              <>
                <ul className="grid gap-2.5 pt-1">
                  {reasons.map(({ reason, conversations }) => (
                    <li
                      key={reason}
                      className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-2 gap-y-1 text-small leading-[1.125rem]"
                    >
                      <span>{reason}</span>
                      <b>{formatNumber(conversations)}</b>
                      <Bar
                        share={conversations / (reasons[0]?.conversations ?? 1)}
                        color="people"
                        className="col-span-2 h-1.5"
                      />
                    </li>
                  ))}
                </ul>
                {now.total > 0 && (
                  <p className="mt-3 text-ink-3 text-small">
                    {formatPercent(now.flagged / Math.max(now.total, now.flagged))} of conversations needed a person.
                  </p>
                )}
              </>
            )
          }
        </Cell>
      </div>
      <div className="grid flex-1 max-lg:divide-y lg:grid-cols-3 lg:divide-x divide-line">
        <Cell
          title="Seconds to answer"
          reading={parts.columns}
          legend={() => (
            <>
              <Key color="first">Median</Key>
              <Key color="second">95 %</Key>
            </>
          )}
          table={(columns) => (
            <Table caption="Time to answer" head={["When", right("Answers"), right("Median"), right("95 % within")]}>
              {labelled(columns).map(({ label, answers, medianMs, p95Ms }) => (
                <Row key={label.long} name={label.long}>
                  {[formatNumber(answers), time(medianMs), time(p95Ms)]}
                </Row>
              ))}
            </Table>
          )}
        >
          {(columns) =>
            columns.every(({ answers }) => answers === 0) ? (
              <Nothing>The assistant has sent no answer in these days.</Nothing>
            ) : (
              <TimesChart columns={labelled(columns)} />
            )
          }
        </Cell>
        <Cell
          title="Delivery"
          reading={parts.delivery}
          table={({ sent, delivered, read, failures }) => (
            <Table caption="Delivery" head={["State", right("Messages")]}>
              <Row name="Sent">{[formatNumber(sent)]}</Row>
              <Row name="Delivered">{[formatNumber(delivered)]}</Row>
              <Row name="Read">{[formatNumber(read)]}</Row>
              {failures.map(({ code, count, sentence }) => (
                <Row key={code ?? 0} name={`${sentence} ${code ? `(${code})` : ""}`}>
                  {[formatNumber(count)]}
                </Row>
              ))}
            </Table>
          )}
        >
          {({ sent, delivered, read, failed, failures }) =>
            sent + failed === 0 ? (
              <Nothing>Nothing was sent in these days.</Nothing>
            ) : (
              <>
                <dl className="grid gap-1">
                  <Step name="Sent" count={sent} of={sent} />
                  <Step name="Delivered" count={delivered} of={sent} />
                  <Step name="Read" count={read} of={sent} />
                </dl>
                {failures.length > 0 && (
                  <ul className="mt-2 border-line border-t pt-1.5">
                    {failures.map(({ code, count, sentence }) => (
                      <li key={code ?? 0}>
                        <Link
                          href={`${list}?failed=true&${days}` as Route}
                          className="-mx-1.5 flex items-baseline gap-2 rounded-1 px-1.5 py-0.5 text-ink-2 text-small hover:bg-hover"
                        >
                          <span className="min-w-0 flex-1">
                            {sentence.replace(/[.:]( .*)?$/s, "")}
                            {code !== null && <span className="ml-2 font-mono text-ink-3 text-micro">{code}</span>}
                          </span>
                          <b className="text-bad-ink">{formatNumber(count)}</b>
                        </Link>
                      </li>
                    ))}
                  </ul>
                )}
              </>
            )
          }
        </Cell>
        <Cell
          title="Cost of models"
          reading={parts.models}
          table={(models) => (
            <Table
              caption="Tokens and cost by model"
              head={["Model", right("Answers"), right("Tokens in"), right("Tokens out"), right("Cost")]}
            >
              {models.map((model) => (
                <Row key={`${model.model} ${model.currency}`} name={<span className="font-mono">{model.model}</span>}>
                  {[
                    formatNumber(model.answers),
                    formatNumber(model.inputTokens),
                    formatNumber(model.outputTokens),
                    model.withoutPrice === model.answers ? "no price" : formatMoney(model.costMicros, model.currency),
                  ]}
                </Row>
              ))}
            </Table>
          )}
        >
          {(models) =>
            models.length === 0 ? (
              <Nothing>No model was asked in these days.</Nothing>
            ) : (
              <dl className="grid gap-1 text-small">
                {models.map((model) => (
                  <Cost
                    key={`${model.model} ${model.currency}`}
                    name={
                      <>
                        <span className="font-mono text-meta">{model.model}</span>{" "}
                        <span className="text-ink-3 text-meta">
                          {formatCompact(model.inputTokens + model.outputTokens)} tokens
                        </span>
                      </>
                    }
                  >
                    {model.withoutPrice === model.answers ? "no price" : formatMoney(model.costMicros, model.currency)}
                  </Cost>
                ))}
                {sumByCurrency(models).map(({ currency, micros }) => (
                  <Cost key={currency} name={<b>Total</b>}>
                    <b>{formatMoney(micros, currency)}</b>
                  </Cost>
                ))}
              </dl>
            )
          }
        </Cell>
      </div>
    </>
  );
}

function Row({ name, children }: { name: ReactNode; children: string[] }) {
  return (
    <tr>
      <td>{name}</td>
      {children.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move
        <td key={index} className="text-right whitespace-nowrap">
          {value}
        </td>
      ))}
    </tr>
  );
}

function Step({ name, count, of }: { name: string; count: number; of: number }) {
  return (
    <div className="grid h-6 grid-cols-[66px_minmax(0,1fr)_52px] items-center gap-2 text-small">
      <dt>{name}</dt>
      <dd className="contents">
        <Bar share={of > 0 ? count / of : 0} className="h-2.5" />
        <b className="text-right">{formatNumber(count)}</b>
      </dd>
    </div>
  );
}

function Cost({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-1.5">
      <dt className="min-w-0">{name}</dt>
      <dd className="contents">
        <span aria-hidden="true" className="flex-1 -translate-y-[3px] border-edge/55 border-b border-dotted" />
        <span className="whitespace-nowrap">{children}</span>
      </dd>
    </div>
  );
}

function Nothing({ children }: { children: string }) {
  return <p className="py-6 text-ink-3 text-small">{children}</p>;
}

function time(ms: number | null): string {
  return ms === null ? "–" : formatDuration(ms);
}

function sum<Key extends string>(columns: Record<Key, number>[], key: Key): ReactNode {
  return (
    <b className="font-semibold text-ink">{formatNumber(columns.reduce((total, column) => total + column[key], 0))}</b>
  );
}
