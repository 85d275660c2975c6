import Link from "next/link";
import { viewerClock } from "@/app/viewer-clock";
import { ConversationRow } from "@/components/conversation-row";
import { LoadWhenSeen } from "@/components/load-when-seen";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { isAllowed } from "@/lib/auth/permissions";
import { requireMember } from "@/lib/auth/require-member";
import { listConversations } from "@/lib/conversations/list-conversations";
import { findDesk } from "../find-desk";
import { conversationPath, listOf, longerList, type View } from "./conversation-path";
import { ListFilters } from "./list-filters";
import { readFilter } from "./read-filter";

/** What is searched and filtered, and the rows of the list, the open one marked. */
export async function ConversationList({ slug, current, view }: { slug: string; current: string | null; view: View }) {
  const { db, user, joinedAt, role } = await requireMember(slug, { permission: "read-conversations" });
  const clock = await viewerClock();
  const reader = { userId: user.id, since: joinedAt };
  const wanted = { ...readFilter(view.filter, clock.timeZone), limit: view.list, cursor: view.after };
  const { data: rows, nextCursor } = await listConversations(db, wanted, reader);
  const exports = isAllowed(role, { permission: "export-conversations" });
  const longer = longerList(view);
  const filtered = Object.values(view.filter).some((value) => value !== undefined);
  return (
    <>
      <ListFilters {...{ slug, current, view, db, role, clock }} />
      {/* Another list begins at its top. */}
      <div key={JSON.stringify([view.filter, view.after])} className="scroll-pane group/list min-h-0 flex-1">
        {view.after && (
          <p className="border-line border-b p-3 text-center text-small">
            <Link href={conversationPath(slug, current, { filter: view.filter })} scroll={false} className="link">
              Back to the newest
            </Link>
          </p>
        )}
        {rows.length > 0 && (
          <ul aria-label="Newest first">
            {rows.map((row) => (
              <ConversationRow
                key={row.id}
                row={row}
                href={conversationPath(slug, row.id, listOf(view))}
                current={row.id === current}
                clock={clock}
                selectForm={exports ? selectForm : undefined}
              />
            ))}
          </ul>
        )}
        {rows.length === 0 &&
          (filtered ? (
            <NothingFound slug={slug} current={current} />
          ) : (
            <NoConversations desk={await findDesk(db)} slug={slug} />
          ))}
        {nextCursor && longer && (
          <LoadWhenSeen href={conversationPath(slug, current, longer)}>Older conversations</LoadWhenSeen>
        )}
        {nextCursor && !longer && (
          <p className="p-3 text-center text-small">
            <Link
              href={conversationPath(slug, current, { filter: view.filter, after: nextCursor })}
              scroll={false}
              prefetch={false}
              className="link"
            >
              Older conversations
            </Link>
          </p>
        )}
        {exports && <SelectedBar slug={slug} />}
      </div>
    </>
  );
}

const selectForm = "selected-conversations";

/** What can be done with the rows that are ticked, by the mouse or with X; there as long as one is. */
function SelectedBar({ slug }: { slug: string }) {
  return (
    <form
      id={selectForm}
      action={`/${slug}/conversations/export`}
      className="sticky bottom-0 z-[2] hidden items-center gap-2 border-line border-t bg-raised px-4 py-2 text-small shadow-2 group-has-checked/list:flex"
    >
      <span className="flex-1">Export selected</span>
      <Button type="submit" name="format" value="csv" size="small">
        CSV
      </Button>
      <Button type="submit" name="format" value="json" size="small">
        JSON
      </Button>
    </form>
  );
}

function NothingFound({ slug, current }: { slug: string; current: string | null }) {
  return (
    <div className="p-4">
      <EmptyState
        title="No conversation matches"
        action={<LinkButton href={conversationPath(slug, current)}>Show all</LinkButton>}
      >
        Words are compared whole; the last one may be a beginning. A number may be any part of it.
      </EmptyState>
    </div>
  );
}

function NoConversations({ desk, slug }: { desk: Awaited<ReturnType<typeof findDesk>>; slug: string }) {
  if (!desk) {
    return (
      <div className="p-4">
        <EmptyState
          title="No conversations yet"
          action={<LinkButton href={`/${slug}/whatsapp`}>Connect a number</LinkButton>}
        >
          Connect your WhatsApp number; what customers write appears here.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="p-4">
      <EmptyState
        title="No conversations yet"
        action={
          <LinkButton href={`https://www.twilio.com/docs/whatsapp${desk.isSandbox ? "/sandbox" : ""}`} look="ghost">
            {desk.isSandbox ? "How to join Twilio’s test number first" : "WhatsApp numbers at Twilio"}
          </LinkButton>
        }
      >
        Write to <b className="whitespace-nowrap">{desk.number}</b> from your phone. It appears here within seconds.
      </EmptyState>
    </div>
  );
}
