import { CheckCheck, CircleAlert, Hand } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Author, ConversationRow as Row } from "@/lib/conversations/schema";
import { duration, type ViewerClock } from "./create-clock";
import { DeliveryTicks } from "./delivery-ticks";
import { messageKinds } from "./message-kinds";
import { withoutFormatting } from "./parse-formatting";
import { TypingDots } from "./typing-dots";
import { Face } from "./ui/face";
import { Pill } from "./ui/pill";
import { isWindowClosed } from "./window-pill";

/** Three lines of a fixed height: who and when, what, state. */
export function ConversationRow({
  row,
  href,
  current,
  clock,
  selectForm,
}: {
  row: Row;
  href: Route;
  current: boolean;
  clock: ViewerClock;
  /** The id of the form that takes what is selected; left out, nothing can be. */
  selectForm?: string | undefined;
}) {
  const unread = row.unread && !current;
  const asks = unread || row.unanswered || row.needsPerson !== null;
  return (
    <li className="group/row relative">
      <Link
        href={href}
        scroll={false}
        prefetch={false}
        aria-current={current || undefined}
        data-row={row.id}
        className="relative grid grid-cols-[40px_minmax(0,1fr)] gap-x-3 gap-y-px border-line border-b px-4 py-[11px] -outline-offset-2 hover:bg-hover focus-visible:-outline-offset-2 md:grid-cols-[32px_minmax(0,1fr)] md:gap-x-[11px] md:py-2.5 md:pr-3.5 md:pl-[18px] md:aria-[current]:bg-selected md:aria-[current]:before:absolute md:aria-[current]:before:inset-y-0 md:aria-[current]:before:left-0 md:aria-[current]:before:w-[3px] md:aria-[current]:before:bg-accent"
      >
        <span
          className={`row-span-3 mt-0.5 ${selectForm ? "md:group-hover/row:invisible md:group-has-checked/row:invisible md:group-has-[input:focus-visible]/row:invisible" : ""}`}
        >
          <Face size="row">{row.contact.initials}</Face>
        </span>
        <span className="flex items-baseline gap-2 text-read md:text-small">
          <span className={`min-w-0 flex-1 truncate ${asks ? "font-semibold" : "font-medium"}`}>
            {row.contact.name}
          </span>
          {unread && (
            <span className="size-2 shrink-0 self-center rounded-full bg-accent">
              <span className="sr-only">unread</span>
            </span>
          )}
          <time
            dateTime={row.lastMessageAt.toISOString()}
            title={clock.full(row.lastMessageAt)}
            className="text-ink-3 text-small md:text-meta"
          >
            {clock.short(row.lastMessageAt)}
          </time>
        </span>
        <span className={`truncate text-read md:text-small ${asks ? "font-medium text-ink" : "text-ink-2"}`}>
          <Preview message={row.lastMessage} />
        </span>
        <span className="mt-px flex h-[22px] items-center gap-[7px] text-ink-3 text-small md:text-meta">
          <State row={row} clock={clock} />
          {row.reviewedAt && (
            <span className="ml-auto inline-flex shrink-0 items-center gap-1" title={clock.full(row.reviewedAt)}>
              <CheckCheck aria-hidden="true" className="size-3.5 stroke-[1.75]" />
              Reviewed
            </span>
          )}
        </span>
      </Link>
      {selectForm && (
        <input
          type="checkbox"
          form={selectForm}
          name="ids"
          value={row.id}
          data-select=""
          aria-label={`Select ${row.contact.name}`}
          className="absolute top-4 left-[26px] z-[1] size-4 accent-accent opacity-0 checked:opacity-100 focus-visible:opacity-100 group-hover/row:opacity-100 max-md:hidden"
        />
      )}
    </li>
  );
}

function Preview({ message }: { message: Row["lastMessage"] }) {
  if (!message) return "No message yet";
  const text = withoutFormatting(message.text);
  if (message.kind === "text") return text;
  const { word, Icon } = messageKinds[message.kind];
  return (
    <>
      <Icon aria-hidden="true" className="-mt-0.5 mr-[5px] inline size-3.5 stroke-[1.75] text-ink-3" />
      {text ? `${word}: ${text}` : word}
    </>
  );
}

const authors: Record<Author, string> = {
  customer: "Customer",
  assistant: "Assistant",
  person: "A colleague",
  system: "Fixed text",
};

/** What matters most about it now, in this order. */
function State({ row, clock }: { row: Row; clock: ViewerClock }): ReactNode {
  if (row.needsPerson) {
    return (
      <>
        <Pill tone="brass">
          <Hand aria-hidden="true" />
          Waiting {duration(clock.now.getTime() - row.needsPerson.since.getTime())}
        </Pill>
        <span className="min-w-0 truncate">for a person</span>
      </>
    );
  }
  if (row.failed) {
    return (
      <>
        <Pill tone="bad">
          <CircleAlert aria-hidden="true" />
          Not delivered
        </Pill>
        {isWindowClosed(row.lastInboundAt, clock) && <span className="min-w-0 truncate">24 h window closed</span>}
      </>
    );
  }
  if (row.writing) {
    return (
      <>
        <TypingDots small />
        Assistant is writing
      </>
    );
  }
  if (!row.lastMessage) return null;
  if (row.lastMessage.direction === "inbound") return row.unanswered ? "No answer yet" : "Customer";
  return (
    <>
      <DeliveryTicks state={row.lastMessage.deliveryState} />
      {authors[row.lastMessage.author]}
    </>
  );
}
