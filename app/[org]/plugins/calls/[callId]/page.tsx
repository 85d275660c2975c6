import type { Metadata, Route } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { z } from "zod";
import { viewerClock } from "@/app/viewer-clock";
import { formatDuration } from "@/components/format";
import { PageBody, PageHeader } from "@/components/page";
import { DescriptionList } from "@/components/ui/description-list";
import { isAllowed } from "@/lib/auth/permissions";
import { requireMember } from "@/lib/auth/require-member";
import type { TenantDatabase } from "@/lib/db/for-organization";
import { AppError } from "@/lib/errors";
import { listWaitingCalls } from "@/lib/plugins/list-waiting-calls";
import type { ToolCallView } from "@/lib/plugins/schema";
import { getToolCall } from "@/lib/plugins/tool-calls";
import { conversationPath } from "../../../conversations/conversation-path";
import { Arguments } from "../../arguments";
import { CallOutput } from "../../call-output";
import { CallState, originWords, stateWords } from "../../call-state";
import { Decision } from "../../decision";
import { pluginPath } from "../../plugin-path";

export const metadata: Metadata = { title: "Call" };

/** One call: how it ended, what went in, what came out, who decided, and where it came from. */
export default async function CallPage({ params }: PageProps<"/[org]/plugins/calls/[callId]">) {
  const { org, callId } = await params;
  const { organization, role, db } = await requireMember(org, { permission: "read-conversations" });
  const call = await findCall(db, callId);
  const { slug } = organization;
  const clock = await viewerClock();
  const decides = call.state === "waiting" && isAllowed(role, { permission: "work-conversations" });
  const [waiting] = decides ? await listWaitingCalls(db, { id: call.id }) : [];
  return (
    <>
      <PageHeader
        title={<span className="font-mono">{call.toolName}</span>}
        back={{ href: `/${slug}/plugins/calls` as Route, label: "All calls" }}
      >
        <CallState state={call.state} />
      </PageHeader>
      <PageBody>
        <div>
          <p className="text-ink-2">{stateWords[call.state].means}</p>
          {waiting && (
            <div className="mt-3">
              <Decision slug={slug} id={call.id} about={call.toolName} hindrance={waiting.hindrance} />
            </div>
          )}
        </div>
        <section aria-labelledby="in" className="grid gap-1.5">
          <h2 id="in" className="font-semibold text-read">
            What went in
          </h2>
          <Arguments input={call.input} />
        </section>
        {(call.output !== null || call.error) && (
          <section aria-labelledby="out" className="grid gap-1.5">
            <h2 id="out" className="font-semibold text-read">
              What came out
            </h2>
            <CallOutput call={call} />
          </section>
        )}
        <section aria-labelledby="facts">
          <h2 id="facts" className="mb-1 font-semibold text-read">
            The call
          </h2>
          <DescriptionList items={factsOf(slug, call, clock)} />
        </section>
      </PageBody>
    </>
  );
}

function factsOf(slug: string, call: ToolCallView, clock: Awaited<ReturnType<typeof viewerClock>>) {
  const { createdAt, ms, attempts, pluginId, pluginName, origin, conversationId, replyRunId, customer } = call;
  const time = (at: Date) => <time dateTime={at.toISOString()}>{clock.full(at)}</time>;
  return [
    { term: "When", detail: time(createdAt) },
    ...(ms === null ? [] : [{ term: "Took", detail: formatDuration(ms) }]),
    ...(attempts > 1 ? [{ term: "Begun", detail: `${attempts} times` }] : []),
    {
      term: "Plugin",
      detail: (
        <Link href={pluginPath(slug, pluginId)} className="link">
          {pluginName}
        </Link>
      ),
    },
    {
      term: "Called by",
      detail: conversationId ? (
        <>
          <Link href={conversationPath(slug, conversationId)} className="link">
            the conversation with {customer ?? "a customer"}
          </Link>
          {replyRunId && (
            <>
              {", "}
              <Link href={conversationPath(slug, conversationId, { receipt: replyRunId })} className="link">
                its receipt
              </Link>
            </>
          )}
        </>
      ) : (
        originWords[origin]
      ),
    },
    ...(call.expiresAt && call.state === "waiting" ? [{ term: "Waits until", detail: time(call.expiresAt) }] : []),
    ...(call.decidedAt
      ? [
          {
            term: "Decided",
            detail: (
              <>
                by {call.decidedByName ?? "somebody who left"}, {time(call.decidedAt)}
              </>
            ),
          },
          ...(call.decisionNote ? [{ term: "Note", detail: call.decisionNote }] : []),
        ]
      : []),
    { term: "Id", detail: <span className="font-mono">{call.id}</span> },
  ];
}

async function findCall(db: TenantDatabase, id: string): Promise<ToolCallView> {
  if (!z.uuid().safeParse(id).success) notFound();
  try {
    return await getToolCall(db, id);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
