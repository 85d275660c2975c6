import { ScrollText, ThumbsDown, ThumbsUp } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Author, MessageRow, ReceiptStub } from "@/lib/conversations/schema";
import { ClerkIcon } from "./bell";
import type { ViewerClock } from "./create-clock";
import { DeliveryTicks } from "./delivery-ticks";
import { formatDuration, formatMoney } from "./format";
import { KeyTag } from "./key-tag";
import { messageKinds } from "./message-kinds";
import { MessageMedia, MessagePlace } from "./message-media";
import { MessageText } from "./message-text";

interface Props {
  message: MessageRow;
  /** Where the files are: message id and place follow. */
  mediaPath: string;
  /** The first of several by the same author says who it is. */
  first: boolean;
  clock: ViewerClock;
  /** The receipt that is open, and where a reply's receipt is; for the open one, where it is closed. */
  openReceipt: string | undefined;
  receiptPath: (runId: string) => Route;
}

/** One message: the customer left on white, the desk right; the tint says who wrote. */
export function MessageBubble({ message, mediaPath, first, clock, openReceipt, receiptPath }: Props) {
  const outbound = message.direction === "outbound";
  const open = message.receipt !== null && message.receipt.runId === openReceipt;
  return (
    <li
      data-message={message.id}
      className={`grid max-w-[86%] md:max-w-[min(80%,460px)] ${first ? "mt-2.5" : "mt-0.5"} ${outbound ? "justify-items-end self-end" : "justify-items-start self-start"}`}
    >
      {first ? <Who message={message} /> : <span className="sr-only">{names[message.author]}: </span>}
      <div
        className={`relative px-3 py-2 text-read [overflow-wrap:anywhere] md:text-body ${open ? "outline-2 outline-accent" : ""} ${outbound ? `rounded-[18px_18px_6px_18px] ${tint(message)}` : "rounded-[18px_18px_18px_6px] bg-bubble-customer shadow-[inset_0_0_0_1px_var(--line)]"}`}
      >
        <Content message={message} mediaPath={mediaPath} />
        <span className="-mr-0.5 -mb-0.5 float-right mt-1.5 ml-3 inline-flex items-center gap-1 text-ink-3 text-micro">
          <time dateTime={message.createdAt.toISOString()} title={clock.full(message.createdAt)}>
            {clock.time(message.createdAt)}
          </time>
          <DeliveryTicks state={message.deliveryState} />
        </span>
      </div>
      <Outcome message={message} />
      {message.receipt && <Stub receipt={message.receipt} open={open} href={receiptPath(message.receipt.runId)} />}
    </li>
  );
}

const names: Record<Author, string> = {
  customer: "Customer",
  assistant: "Assistant",
  person: "A colleague",
  system: "Fixed text",
};

function tint({ deliveryState, author }: MessageRow): string {
  if (deliveryState === "failed") return "bg-bad-soft shadow-[inset_0_0_0_1px_var(--bad-line)]";
  if (author === "person") return "bg-bubble-person";
  return author === "system" ? "bg-sunken shadow-[inset_0_0_0_1px_var(--line)]" : "bg-bubble-assistant";
}

function Who({ message: { author, version } }: { message: MessageRow }) {
  if (author === "customer") return <span className="sr-only">Customer: </span>;
  return (
    <div className="mx-1 mb-1.5 flex items-center gap-1.5 text-ink-3 text-meta">
      {author === "assistant" && <ClerkIcon className="size-[13px]" />}
      {names[author]}
      {version !== null && <KeyTag version={version} />}
    </div>
  );
}

function Content({ message, mediaPath }: Pick<Props, "message" | "mediaPath">) {
  const { kind, text, extras } = message;
  const chosen = extras.button?.text ?? extras.list?.title ?? text;
  const body: ReactNode[] = [];
  if (extras.forwarded) body.push(<Note key="forwarded">Forwarded</Note>);
  if (message.template) body.push(<Note key="template">Template</Note>);
  if (message.media.length > 0) body.push(<MessageMedia key="media" message={message} mediaPath={mediaPath} />);
  if (extras.location) body.push(<MessagePlace key="place" location={extras.location} />);
  if (kind === "button") body.push(<Note key="chose">Chose a button</Note>);
  if (kind === "unsupported" && !text) {
    body.push(
      <em key="unsupported" className="text-ink-3">
        {messageKinds.unsupported.word}
      </em>,
    );
  }
  const words = kind === "button" ? chosen : text;
  if (words) body.push(<MessageText key="words" text={words} />);
  return body;
}

function Note({ children }: { children: string }) {
  return <span className="block text-ink-3 text-meta italic">{children}</span>;
}

/** What the owner needs to know about a message that did not, or may not have arrived. */
function Outcome({ message: { deliveryState, error, wantsAnswer } }: { message: MessageRow }) {
  if (wantsAnswer === false) {
    return (
      <p className="mx-1 mt-1 max-w-[340px] text-ink-3 text-meta">Not given to the assistant: it gets no answer.</p>
    );
  }
  if (deliveryState === "unknown") {
    return (
      <p className="mx-1 mt-1 max-w-[340px] text-right text-ink-2 text-meta">
        Twilio did not confirm this message. We are checking; it will not be sent twice.
      </p>
    );
  }
  if (deliveryState !== "failed") return null;
  return (
    <p className="mx-1 mt-1 max-w-[340px] text-right text-bad-ink text-meta">
      Not delivered{error && `: ${lowerFirst(error.message)}`}{" "}
      {error?.code && (
        <a
          href={`https://www.twilio.com/docs/api/errors/${error.code}`}
          target="_blank"
          rel="noopener noreferrer"
          className="font-mono text-ink-2 underline decoration-line-strong underline-offset-3"
        >
          {error.code}
        </a>
      )}
    </p>
  );
}

/** "More than 24 hours …" after a colon; a name or an abbreviation keeps its capital. */
function lowerFirst(sentence: string): string {
  const [first = "", ...rest] = sentence.split(" ");
  const name = /^[A-Z]{2}|^(Twilio|WhatsApp|Meta|Facebook|I)\b/.test(first);
  return [name ? first : first.charAt(0).toLowerCase() + first.slice(1), ...rest].join(" ");
}

/** The beginning of the receipt: how long it took, what the model cost, what somebody thinks of it. Opens the rest. */
function Stub({
  receipt: { runId, answerMs, cost, verdict },
  open,
  href,
}: {
  receipt: ReceiptStub;
  open: boolean;
  href: Route;
}) {
  return (
    <Link
      href={href}
      scroll={false}
      prefetch={false}
      data-receipt={runId}
      aria-current={open || undefined}
      className="mx-0.5 mt-[3px] inline-flex h-6 items-center gap-2 rounded-[6px] px-1.5 font-mono text-ink-3 text-micro leading-none hover:bg-hover aria-[current]:bg-accent-soft aria-[current]:text-accent-ink"
    >
      <ScrollText aria-hidden="true" className="size-3 stroke-[1.75]" />
      <span className="sr-only">Receipt</span>
      {answerMs !== null && (
        <span>
          <span className="sr-only">answered in </span>
          {formatDuration(answerMs)}
        </span>
      )}
      {cost && (
        <span>
          <span className="sr-only">model price </span>
          {formatMoney(cost.micros, cost.currency)}
        </span>
      )}
      {answerMs === null && !cost && <span aria-hidden="true">Receipt</span>}
      {verdict && <Verdict verdict={verdict} />}
    </Link>
  );
}

function Verdict({ verdict }: { verdict: NonNullable<ReceiptStub["verdict"]> }) {
  const Icon = verdict === "good" ? ThumbsUp : ThumbsDown;
  return (
    <>
      <Icon aria-hidden="true" className={`size-3 ${verdict === "good" ? "text-ok-ink" : "text-bad-ink"}`} />
      <span className="sr-only">rated {verdict}</span>
    </>
  );
}
