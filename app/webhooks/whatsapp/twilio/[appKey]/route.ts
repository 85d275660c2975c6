import { findChannelByKey } from "@/lib/channels/find-channel";
import { receiveMessage } from "../receive-message";

const keyShape = /^[A-Za-z0-9_-]{22,64}$/;

/** Inbound messages at an organisation's own address: needed for the sandbox, whose number is shared. */
export async function POST(request: Request, { params }: { params: Promise<{ appKey: string }> }): Promise<Response> {
  const { appKey } = await params;
  return receiveMessage(request, `/webhooks/whatsapp/twilio/${appKey}`, async () =>
    keyShape.test(appKey) ? findChannelByKey(appKey) : null,
  );
}
