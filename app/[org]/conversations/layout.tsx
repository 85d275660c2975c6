import type { Metadata } from "next";
import { requireMember } from "@/lib/auth/require-member";
import { DeskBadge } from "../desk-plate";
import { ListKeys } from "./list-keys";
import { LiveUpdates } from "./live-updates";

export const metadata: Metadata = { title: "Conversations" };

/** List and thread side by side; on a phone the one or the other. The list's scroll position outlives a change of thread. */
export default async function ConversationsLayout({ children, list, params }: LayoutProps<"/[org]/conversations">) {
  const readAt = Date.now();
  const { organization, db } = await requireMember((await params).org, { permission: "read-conversations" });
  const path = `/${organization.slug}/conversations`;
  return (
    <div className="relative flex min-h-0 flex-1 md:grid md:grid-cols-[300px_minmax(0,1fr)] xl:grid-cols-[var(--list)_minmax(0,1fr)]">
      <h1 className="sr-only">Conversations</h1>
      <section
        aria-labelledby="conversations"
        className="max-md:group-has-data-thread/panel:hidden flex min-h-0 min-w-0 flex-1 flex-col md:border-line md:border-r"
      >
        <header className="flex min-h-12 shrink-0 items-center gap-2.5 pt-2 pr-3 pb-1 pl-4 md:pr-2.5 md:pl-[18px]">
          <h2 id="conversations" className="flex-1 font-semibold text-title leading-6 tracking-[-0.008em] md:text-head">
            Conversations
          </h2>
          <DeskBadge db={db} />
        </header>
        {list}
      </section>
      {children}
      <ListKeys listPath={path} />
      <LiveUpdates eventsPath={`${path}/events`} readAt={readAt} />
    </div>
  );
}
