import { viewerClock } from "@/app/viewer-clock";
import { isAllowed } from "@/lib/auth/permissions";
import { getReceipt } from "@/lib/conversations/get-receipt";
import { AppError } from "@/lib/errors";
import { findDesk } from "../../../find-desk";
import { conversationPath, readView } from "../../conversation-path";
import { rateReply, removeRating } from "../actions";
import { requireConversation } from "../require-conversation";
import { RatingForm } from "./rating-form";
import { ReceiptPane } from "./receipt-pane";
import { ReceiptSlip } from "./receipt-slip";

/** The receipt that the address names, beside the thread; nothing when it names none. */
export default async function ReceiptPage({ params, searchParams }: PageProps<"/[org]/conversations/[id]">) {
  const { org, id } = await params;
  const view = readView(await searchParams);
  if (!view.receipt) return null;
  const { db, role } = await requireConversation(org, id);
  const receipt = await findReceipt(() => getReceipt(db, id, view.receipt ?? ""));
  const path = conversationPath(org, id, { receipt: view.receipt });
  const closePath = conversationPath(org, id, { ...view, receipt: undefined });
  if (!receipt) {
    return (
      <ReceiptPane closePath={closePath} path={path}>
        <p className="p-4 text-ink-2 text-small">There is no such receipt in this conversation.</p>
      </ReceiptPane>
    );
  }
  const reply = { conversationId: id, runId: receipt.id };
  const desk = await findDesk(db);
  return (
    <ReceiptPane
      closePath={closePath}
      path={path}
      version={{
        number: receipt.version,
        live: receipt.version === desk?.version,
        path: `/${org}/assistant/versions/${receipt.version}`,
      }}
      footer={
        <RatingForm
          {...reply}
          rating={receipt.rating}
          rate={isAllowed(role, { permission: "work-conversations" }) ? rateReply.bind(null, org) : null}
          remove={removeRating.bind(null, org)}
        />
      }
    >
      <ReceiptSlip receipt={receipt} clock={await viewerClock()} />
    </ReceiptPane>
  );
}

async function findReceipt<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}
