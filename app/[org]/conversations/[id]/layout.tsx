import { ArrowLeft, Hand } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { viewerClock } from "@/app/viewer-clock";
import { buttonClass } from "@/components/ui/button";
import { Face } from "@/components/ui/face";
import { WindowPill } from "@/components/window-pill";
import { isAllowed } from "@/lib/auth/permissions";
import type { ConversationRow } from "@/lib/conversations/schema";
import { conversationPath } from "../conversation-path";
import { addNote, setReviewed } from "./actions";
import { NoteComposer } from "./note-composer";
import { requireConversation } from "./require-conversation";
import { ReviewButton } from "./review-button";
import { ThreadKeys } from "./thread-keys";
import { ThreadMenu } from "./thread-menu";

export async function generateMetadata({ params }: LayoutProps<"/[org]/conversations/[id]">): Promise<Metadata> {
  const { org, id } = await params;
  return { title: (await requireConversation(org, id)).conversation.contact.name };
}

/**
 * Who it is, and who is waited for; beside it the receipt of a reply. Here and not in the page, so that a wrong address
 * answers 404 before anything is sent.
 */
export default async function ThreadLayout({ children, receipt, params }: LayoutProps<"/[org]/conversations/[id]">) {
  const { org, id } = await params;
  const { conversation, role } = await requireConversation(org, id);
  const { contact, contactFields, needsPerson, lastInboundAt, reviewedAt } = conversation;
  const works = isAllowed(role, { permission: "work-conversations" });
  const exports = isAllowed(role, { permission: "export-conversations" });
  return (
    <div className="relative flex min-h-0 min-w-0 flex-1">
      <section
        data-thread={id}
        aria-label={`Conversation with ${contact.name}`}
        className="flex min-h-0 min-w-0 flex-1 flex-col"
      >
        <header className="flex min-h-14 shrink-0 items-center gap-2 border-line border-b py-2 pr-3 pl-1.5 md:gap-2.5 md:pl-5">
          <Link
            href={conversationPath(org, null)}
            aria-label="Back to the list"
            className={`${buttonClass({ look: "ghost", size: "icon" })} size-11! md:hidden`}
          >
            <ArrowLeft aria-hidden="true" className="size-5 stroke-[1.75]" />
          </Link>
          <span className="max-sm:hidden md:hidden">
            <Face>{contact.initials}</Face>
          </span>
          <div className="min-w-0 flex-1">
            <h2 className="truncate font-semibold text-lead leading-5 md:text-read">{contact.name}</h2>
            <p className="truncate text-ink-3 text-meta">{contact.address}</p>
          </div>
          <WindowPill lastInboundAt={lastInboundAt} clock={await viewerClock()} />
          {works && (
            <ReviewButton action={setReviewed.bind(null, org)} conversationId={id} reviewed={reviewedAt !== null} />
          )}
          <ThreadMenu
            path={conversationPath(org, id)}
            contactFields={contactFields}
            exportPath={exports ? `/${org}/conversations/export?ids=${id}` : null}
          />
        </header>
        {children}
        {needsPerson && <WaitingBanner name={contact.name} needsPerson={needsPerson} />}
        {works && <NoteComposer action={addNote.bind(null, org)} conversationId={id} />}
      </section>
      {receipt}
      <ThreadKeys />
    </div>
  );
}

function WaitingBanner({
  name,
  needsPerson: { reason, summary },
}: {
  name: string;
  needsPerson: NonNullable<ConversationRow["needsPerson"]>;
}) {
  return (
    <footer className="border-line border-t bg-thread px-2.5 pt-2 pb-[max(10px,env(safe-area-inset-bottom))] md:px-4 md:pt-2.5 md:pb-3.5">
      <p className="flex items-center gap-2.5 rounded-3 bg-brass-soft px-3 py-2 text-body shadow-[inset_0_0_0_1px_var(--brass-line)] md:text-small">
        <Hand aria-hidden="true" className="size-4 shrink-0 stroke-[1.75] text-brass-ink" />
        <span className="min-w-0">
          <b className="max-md:block">
            <span className="md:hidden">Waiting for a person</span>
            <span className="hidden md:inline">{name} is waiting for a person.</span>
          </b>{" "}
          {reason}
          {summary && (
            <span className="mt-1 block max-h-40 overflow-y-auto whitespace-pre-line text-ink-2 wrap-anywhere">
              {summary}
            </span>
          )}
        </span>
      </p>
    </footer>
  );
}
