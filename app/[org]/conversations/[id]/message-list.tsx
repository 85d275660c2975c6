import type { Route } from "next";
import type { ViewerClock } from "@/components/create-clock";
import { MessageBubble } from "@/components/message-bubble";
import type { ThreadEvent } from "@/lib/conversations/list-thread-events";
import type { MessageRow } from "@/lib/conversations/schema";
import { EventLine, eventKey } from "./event-line";

interface Props {
  /** Both oldest first. */
  messages: MessageRow[];
  events: ThreadEvent[];
  mediaPath: string;
  versionPath: (version: number) => Route;
  clock: ViewerClock;
  openReceipt: string | undefined;
  receiptPath: (runId: string) => Route;
}

/** Oldest first, with a line where a new day begins and what happened in between. What is added at the end is read out. */
export function MessageList({ messages, events, versionPath, ...bubble }: Props) {
  const { clock } = bubble;
  const items = inOrder(messages, events);
  return (
    <div role="log" aria-label="Messages">
      <ol className="flex flex-col gap-[3px]">
        {items.map((item, index) => {
          const before = items[index - 1];
          const newDay = !before || clock.dayKey(before.at) !== clock.dayKey(item.at);
          const dayLine = newDay && (
            <DayLine key={`day ${item.at.getTime()}`} label={clock.day(item.at)} first={!before} />
          );
          if (item.event) {
            const { event } = item;
            return [dayLine, <EventLine key={eventKey(event)} {...{ event, clock, versionPath }} />];
          }
          const { message } = item;
          const last = before?.message;
          const first = newDay || last?.author !== message.author || last?.version !== message.version;
          return [dayLine, <MessageBubble key={message.id} {...bubble} message={message} first={first} />];
        })}
      </ol>
    </div>
  );
}

type Item =
  | { at: Date; message: MessageRow; event?: undefined }
  | { at: Date; event: ThreadEvent; message?: undefined };

/** Of several versions that were published without a word in between, only the last one tells something. */
function inOrder(messages: MessageRow[], events: ThreadEvent[]): Item[] {
  const items: Item[] = [
    ...messages.map((message) => ({ at: message.createdAt, message })),
    ...events.map((event) => ({ at: event.at, event })),
  ].sort((one, two) => one.at.getTime() - two.at.getTime());
  return items.filter(
    (item, index) => !(item.event?.kind === "version" && items[index + 1]?.event?.kind === "version"),
  );
}

function DayLine({ label, first }: { label: string; first: boolean }) {
  return (
    <li
      className={`flex items-center gap-3 text-ink-3 text-meta before:flex-1 before:border-line before:border-t after:flex-1 after:border-line after:border-t ${first ? "mb-2" : "mt-2.5 mb-2"}`}
    >
      {label}
    </li>
  );
}
