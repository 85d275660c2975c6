import { type TwilioCredentials, twilioClient } from "./client";
import { deliveryProblem } from "./error-codes";

export interface OutgoingMessage {
  /** E.164 of the organisation's sender. */
  from: string;
  /** whatsapp:+E164 or whatsapp:CC.BSUID. */
  to: string;
  body: string;
  /** Sent in place of the body, which is its text. */
  template?: { contentSid: string; variables: Record<string, string> } | null;
  messagingServiceSid: string | null;
  statusCallback: string;
}

/**
 * What became of one call to Twilio.
 *
 * - `accepted`: Twilio has it, under this SID.
 * - `retry`: it was certainly not processed; another try is safe after `retryAfterMs`.
 * - `rejected`: it was certainly not processed and the same message will not be.
 * - `unknown`: no answer, or a fault on Twilio's side. It may have been sent: never call again blindly.
 */
export type SendOutcome =
  | { outcome: "accepted"; messageSid: string }
  | { outcome: "retry"; errorCode: number; sentence: string; retryAfterMs: number }
  | { outcome: "rejected"; errorCode: number; sentence: string }
  | { outcome: "unknown"; errorCode: number };

/** Makes exactly one call to Twilio's Messages API and never throws: every failure is one of the outcomes. */
export async function sendMessage(credentials: TwilioCredentials, message: OutgoingMessage): Promise<SendOutcome> {
  try {
    const created = await twilioClient(credentials).messages.create({
      from: `whatsapp:${message.from}`,
      to: message.to,
      ...contentOf(message),
      statusCallback: message.statusCallback,
      ...(message.messagingServiceSid && { messagingServiceSid: message.messagingServiceSid }),
    });
    return { outcome: "accepted", messageSid: created.sid };
  } catch (error) {
    return outcomeOf(error);
  }
}

function contentOf({ body, template }: OutgoingMessage) {
  if (!template) return { body };
  return { contentSid: template.contentSid, contentVariables: JSON.stringify(template.variables) };
}

/** Tells the customer that an answer is being written; also marks their message read. Best effort: says whether it worked. */
export async function showTyping(credentials: TwilioCredentials, inboundMessageSid: string): Promise<boolean> {
  try {
    await twilioClient(credentials).messaging.v2.typingIndicator.create({
      channel: "whatsapp",
      messageId: inboundMessageSid,
    });
    return true;
  } catch {
    return false;
  }
}

const neverConnected = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH"]);

/** Reads only status and code: the error itself may carry the message and the Authorization header. */
function outcomeOf(error: unknown): SendOutcome {
  const { status, code } = error as { status?: number; code?: number | string };
  if (typeof status !== "number") {
    if (typeof code === "string" && neverConnected.has(code)) {
      return { outcome: "retry", errorCode: 0, sentence: "Twilio could not be reached.", retryAfterMs: 5_000 };
    }
    return { outcome: "unknown", errorCode: 0 };
  }
  const errorCode = typeof code === "number" ? code : status;
  if (status >= 500) return { outcome: "unknown", errorCode };
  const problem = deliveryProblem(errorCode);
  if (status === 429 || problem.action === "retry") {
    return { outcome: "retry", errorCode, sentence: problem.sentence, retryAfterMs: status === 429 ? 2_000 : 60_000 };
  }
  return { outcome: "rejected", errorCode, sentence: problem.sentence };
}
