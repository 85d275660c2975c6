const minute = 60_000;

/**
 * WhatsApp lets a business write freely for 24 hours after the customer's last message. Five minutes are kept for the way,
 * and half an hour for what a person decides at the end of it.
 *
 * @see https://www.twilio.com/docs/whatsapp/key-concepts
 */
export function replyWindow(lastInboundAt: Date): { closesAt: Date; decideBefore: Date } {
  const closesAt = lastInboundAt.getTime() + (24 * 60 - 5) * minute;
  return { closesAt: new Date(closesAt), decideBefore: new Date(closesAt - 30 * minute) };
}

/** Whether free text may still go out to a customer; an approved template always may. */
export function isWindowOpen(lastInboundAt: Date): boolean {
  return Date.now() <= replyWindow(lastInboundAt).closesAt.getTime();
}
