import type { Route } from "next";
import Link from "next/link";
import { after } from "next/server";
import { viewerClock } from "@/app/viewer-clock";
import { LoadWhenSeen } from "@/components/load-when-seen";
import { TypingDots } from "@/components/typing-dots";
import { isAllowed } from "@/lib/auth/permissions";
import { listMessages } from "@/lib/conversations/list-messages";
import { listThreadEvents } from "@/lib/conversations/list-thread-events";
import { markRead } from "@/lib/conversations/reader";
import { listWaitingCalls } from "@/lib/plugins/list-waiting-calls";
import { WaitingCall } from "../../plugins/waiting-call";
import { conversationPath, earlierMessages, listOf, readView, type View } from "../conversation-path";
import { MessageList } from "./message-list";
import { requireConversation } from "./require-conversation";
import { ThreadScroll } from "./thread-scroll";

export default async function ThreadPage({ params, searchParams }: PageProps<"/[org]/conversations/[id]">) {
  const { org, id } = await params;
  const view = readView(await searchParams);
  const { db, user, role, conversation } = await requireConversation(org, id);
  const { data, nextCursor } = await listMessages(db, id, { cursor: view.before, limit: view.show });
  const [newest, oldest] = [data[0], data.at(-1)];
  const events = await listThreadEvents(db, id, {
    from: oldest?.createdAt ?? conversation.lastMessageAt,
    to: view.before && newest ? newest.createdAt : null,
  });
  const clock = await viewerClock();
  const waiting = view.before ? [] : await listWaitingCalls(db, { conversationId: id });
  const decides = isAllowed(role, { permission: "work-conversations" });
  // The reader does not wait for it; were it lost, the conversation would stay unread.
  if (!view.before) after(() => markRead(db, id, user.id, conversation.lastInboundAt));
  return (
    <ThreadScroll newest={newest?.id ?? ""}>
      {nextCursor && (
        <LoadWhenSeen href={conversationPath(org, id, earlierMessages(view, nextCursor))}>
          Earlier messages
        </LoadWhenSeen>
      )}
      <MessageList
        messages={data.toReversed()}
        events={events}
        mediaPath={`${conversationPath(org, id)}/media`}
        versionPath={(version) => `/${org}/assistant/versions/${version}` as Route}
        clock={clock}
        openReceipt={view.receipt}
        receiptPath={receiptPath(org, id, view)}
      />
      {view.before ? (
        <p className="my-3 text-center text-small">
          <Link href={conversationPath(org, id, listOf(view))} scroll={false} className="link">
            Back to the newest messages
          </Link>
        </p>
      ) : (
        conversation.writing && <Writing />
      )}
      {waiting.map((call) => (
        <div key={call.id} className="mx-auto mt-3 w-full max-w-[560px]">
          <WaitingCall slug={org} call={call} clock={clock} decides={decides} inThread />
        </div>
      ))}
    </ThreadScroll>
  );
}

/** The same address with the receipt open, or, for the one that is, without. */
function receiptPath(org: string, id: string, view: View) {
  return (runId: string) => conversationPath(org, id, { ...view, receipt: runId === view.receipt ? undefined : runId });
}

function Writing() {
  return (
    <p className="fade-in mt-2.5 inline-flex items-center gap-2 self-end rounded-[18px_18px_6px_18px] bg-bubble-assistant px-3 py-2 text-ink-2 text-small">
      <TypingDots />
      Assistant is writing
    </p>
  );
}
