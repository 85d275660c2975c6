import { OctagonX, Pause, Play, StickyNote, Tag } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import type { ViewerClock } from "@/components/create-clock";
import { MessageText } from "@/components/message-text";
import type { ThreadEvent } from "@/lib/conversations/list-thread-events";

interface Props {
  event: ThreadEvent;
  clock: ViewerClock;
  versionPath: (version: number) => Route;
}

/** What happened besides the messages: centred and without a bubble; a note has a dashed frame. */
export function EventLine({ event, clock, versionPath }: Props) {
  if (event.kind === "note") return <Note note={event.note} clock={clock} />;
  return (
    <li className="mt-2.5 mb-1.5 flex items-center justify-center gap-[7px] text-center text-ink-2 text-meta [&_svg]:size-[13px] [&_svg]:shrink-0 [&_svg]:text-ink-3">
      {event.kind === "version" ? <Published event={event} versionPath={versionPath} /> : <Switched event={event} />}
      <span aria-hidden="true">·</span>
      <time dateTime={event.at.toISOString()} title={clock.full(event.at)}>
        {clock.time(event.at)}
      </time>
    </li>
  );
}

export function eventKey(event: ThreadEvent): string {
  return `${event.kind} ${event.kind === "note" ? event.note.id : event.id}`;
}

function Published({
  event: { version, by, restoredFrom },
  versionPath,
}: {
  event: Extract<ThreadEvent, { kind: "version" }>;
  versionPath: Props["versionPath"];
}): ReactNode {
  return (
    <>
      <Tag aria-hidden="true" />
      <span>
        {by} {restoredFrom ? `brought version ${restoredFrom} back as` : "published"}{" "}
        <Link
          href={versionPath(version)}
          prefetch={false}
          className="underline decoration-line-strong underline-offset-3"
        >
          version {version}
        </Link>
      </span>
    </>
  );
}

function Switched({
  event: { kind, by },
}: {
  event: Extract<ThreadEvent, { by: string; version?: never }>;
}): ReactNode {
  const { Icon, deed } = switched[kind];
  return (
    <>
      <Icon aria-hidden="true" />
      <span>
        {by} {deed}
      </span>
    </>
  );
}

const switched = {
  paused: { Icon: Pause, deed: "paused the assistant" },
  resumed: { Icon: Play, deed: "let the assistant answer again" },
  fixed: { Icon: OctagonX, deed: "threw the kill switch: customers get the fixed text" },
  lifted: { Icon: Play, deed: "lifted the kill switch" },
};

function Note({ note, clock }: { note: Extract<ThreadEvent, { kind: "note" }>["note"]; clock: ViewerClock }) {
  return (
    <li
      data-note={note.id}
      className="mt-2.5 mb-1.5 grid max-w-[86%] gap-0.5 self-center rounded-3 border border-brass-line border-dashed px-3 py-2 text-small [overflow-wrap:anywhere] md:max-w-[460px]"
    >
      <span className="flex items-center gap-1.5 text-ink-3 text-meta">
        <StickyNote aria-hidden="true" className="size-3.5 shrink-0 stroke-[1.75]" />
        Note by {note.authorName} ·{" "}
        <time dateTime={note.createdAt.toISOString()} title={clock.full(note.createdAt)}>
          {clock.time(note.createdAt)}
        </time>
      </span>
      <MessageText text={note.text} />
    </li>
  );
}
