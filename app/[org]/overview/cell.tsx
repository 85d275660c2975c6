import { Table2 } from "lucide-react";
import { type ReactNode, Suspense } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import type { Settled } from "./settle";

interface Props<T> {
  title: string;
  reading: Promise<Settled<T>>;
  /** Says what the colours are, beside the title. */
  legend?: (data: T) => ReactNode;
  /** The same numbers as a table, behind a button. */
  table: (data: T) => ReactNode;
  children: (data: T) => ReactNode;
  className?: string;
}

/** One chart: read by itself, so that neither its slowness nor its failure is another's. */
export function Cell<T>(props: Props<T>) {
  return (
    <section
      aria-label={props.title}
      className={`relative min-w-0 px-4 pt-3 pb-4 md:pr-5 md:pl-6 ${props.className ?? ""}`}
    >
      <Suspense fallback={<Waiting title={props.title} />}>
        <Content {...props} />
      </Suspense>
    </section>
  );
}

async function Content<T>({ title, reading, legend, table, children }: Props<T>) {
  const read = await reading;
  const failed = "failed" in read;
  return (
    <>
      <header className="flex min-h-(--control-sm) flex-wrap items-center gap-x-3 gap-y-1 pr-10">
        <h2 className="font-semibold text-read">{title}</h2>
        {!failed && legend?.(read.data)}
      </header>
      {failed ? (
        <p className="py-8 text-ink-2 text-small">
          These figures could not be read. The rest of the page stands; load it again in a minute.
        </p>
      ) : (
        <div className="mt-2 has-[~details[open]]:hidden">{children(read.data)}</div>
      )}
      {!failed && (
        <details className="group/table mt-1">
          <summary
            title="As a table"
            className="absolute top-3 right-4 grid size-(--control-sm) list-none place-items-center rounded-2 text-ink-2 hover:bg-hover group-open/table:bg-sunken md:right-5 [&::-webkit-details-marker]:hidden"
          >
            <Table2 aria-hidden="true" className="size-4 stroke-[1.75]" />
            <span className="sr-only">{title} as a table</span>
          </summary>
          {table(read.data)}
        </details>
      )}
    </>
  );
}

function Waiting({ title }: { title: string }) {
  return (
    <>
      <h2 className="flex min-h-(--control-sm) items-center font-semibold text-read">{title}</h2>
      <Skeleton className="mt-4 h-36" />
    </>
  );
}

/** A square of a colour and what it stands for. */
export function Key({ color, children }: { color: keyof typeof colors; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-ink-2 text-meta whitespace-nowrap">
      <i aria-hidden="true" className={`size-[9px] rounded-[2px] ${colors[color]}`} />
      <span>{children}</span>
    </span>
  );
}

const colors = {
  first: "bg-chart-1",
  second: "bg-chart-2",
  third: "bg-chart-3",
  people: "bg-chart-people",
  bad: "bg-chart-bad",
} as const;

/** A share of a whole as a bar; the number beside it says the same. */
export function Bar({
  share,
  color = "first",
  className = "h-1.5",
}: {
  share: number;
  color?: keyof typeof fills;
  className?: string;
}) {
  return (
    <svg
      viewBox="0 0 100 1"
      preserveAspectRatio="none"
      aria-hidden="true"
      className={`w-full overflow-hidden rounded-[3px] bg-sunken ${className}`}
    >
      <rect width={Math.min(100, share * 100)} height="1" className={fills[color]} />
    </svg>
  );
}

const fills = { first: "fill-chart-1", people: "fill-chart-people", bad: "fill-chart-bad" } as const;
