import { database } from "../db/client";
import { logger } from "../logger";
import { type FormParameters, isSignedByTwilio } from "../twilio/signature";
import { type Channel, forgetChannel } from "./find-channel";

/**
 * Whether Twilio signed this for `url` with one of the sender's tokens. The first that is signed with the next token of a
 * rotation is noted, which proves that Twilio signs with it.
 */
export function isSignedFor(
  channel: Channel,
  request: { signature: string; url: string; parameters: FormParameters },
): boolean {
  const authToken = channel.signingTokens.find((token) => isSignedByTwilio({ ...request, authToken: token }));
  if (authToken !== undefined && authToken === channel.unprovenToken) void noteProof(channel, authToken);
  return authToken !== undefined;
}

/** The message does not wait for it; should it fail, the next webhook proves the same. */
async function noteProof(channel: Channel, authToken: string): Promise<void> {
  try {
    // Not for a later rotation, should this instance know only the one before.
    const sameToken = { nextAuthTokenLastFour: authToken.slice(-4) };
    await database().prisma.whatsAppApp.updateMany({
      where: { id: channel.whatsAppAppId, nextTokenSeenAt: null, ...sameToken },
      data: { nextTokenSeenAt: new Date() },
    });
    forgetChannel(channel);
  } catch (error) {
    logger.warn({ err: error, whatsAppAppId: channel.whatsAppAppId }, "the proof of a new token could not be noted");
  }
}
