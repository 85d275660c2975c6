import { database } from "../db/client";
import { type Channel, getChannel } from "./find-channel";

/** Whose outbound message this is (UUID): asked before a receipt can be verified, and so before its tenant is known. */
export async function findChannelOfMessage(outboundId: string): Promise<Channel | null> {
  const message = await database().prisma.message.findUnique({
    where: { id: outboundId, direction: "outbound" },
    select: { organizationId: true },
  });
  return message && getChannel(message.organizationId);
}
