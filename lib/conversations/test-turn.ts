import { makeOrganization } from "@/tests/make-organization";
import { claimTurn } from "./claim-turn";
import { recordInbound } from "./record-inbound";

let counter = 0;

/** A conversation in which the customer wrote these messages. */
export async function conversationWith(...texts: string[]) {
  const organization = await makeOrganization();
  const write = async (text: string) => {
    const recorded = await recordInbound(
      { organizationId: organization.organizationId, whatsAppAppId: organization.app.id },
      {
        messageSid: `SM${(++counter).toString(16).padStart(32, "0")}`,
        accountSid: organization.twilio.accountSid,
        to: organization.twilio.number,
        address: "whatsapp:+447700900142",
        phone: "+447700900142",
        bsuid: null,
        displayName: "Priya",
        messagingServiceSid: null,
        kind: "text",
        text,
        media: [],
        extras: {},
        wantsAnswer: true,
      },
    );
    if (!recorded) throw new Error("it is new");
    return recorded.conversationId;
  };
  let conversationId = "";
  for (const text of texts) conversationId = await write(text);
  const { db } = organization;
  const claim = async () => {
    const claimed = await claimTurn(db, conversationId, 0);
    if (!claimed) throw new Error("there is something to answer");
    return { conversationId, ...claimed };
  };
  const outbound = () => db.message.findMany({ where: { direction: "outbound" }, orderBy: { id: "asc" } });
  const outcomes = async () => (await db.replyRun.findMany({ orderBy: { id: "asc" } })).map((run) => run.outcome);
  return { organization, db, conversationId, write, claim, outbound, outcomes };
}
