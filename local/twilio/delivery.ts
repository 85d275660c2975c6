import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Activity } from "./activity";
import type { Conditions, RECEIPT_MODES } from "./conditions";
import { errorMessage, laterFailureOf } from "./faults";
import { fetchOutboundMedia } from "./outbound-media";
import type { FormParams } from "./signature";
import type { Message, MessageStatus, TwilioStore } from "./store";
import { contentFailure } from "./templates";
import { postWebhook, succeeded } from "./webhook-request";

/** How long a message stays in each state before the next, in milliseconds, and how much later late receipts come. */
export interface DeliveryDelays {
  sent: number;
  delivered: number;
  read: number;
  late: number;
}

export const DEFAULT_DELAYS: DeliveryDelays = { sent: 60, delivered: 250, read: 1200, late: 5000 };

type ReceiptMode = (typeof RECEIPT_MODES)[number];

const WINDOW_MS = 24 * 60 * 60 * 1000;

/** The one failure that comes after "sent", as "undelivered". */
const UNKNOWN_ERROR = 30008;

/**
 * Carries accepted messages to the customer's phone, `queued` → `sent` → `delivered` → `read`, or to the failure that
 * is meant for them, and posts a signed receipt for every state but the first.
 * Source of the order: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
 */
export class Delivery {
  readonly #stopped = new AbortController();
  readonly #running = new Map<string, Promise<void>>();

  constructor(
    private readonly store: TwilioStore,
    private readonly activity: Activity,
    private readonly conditions: Conditions,
    private readonly delays: DeliveryDelays,
  ) {
    setMaxListeners(0, this.#stopped.signal);
  }

  /** Starts delivering a message, unless it is already on its way. */
  start(sid: string): void {
    if (this.#running.has(sid)) return;
    const run = this.#deliver(sid)
      .catch((error: Error) => this.#reportUnlessStopped(error))
      .finally(() => this.#running.delete(sid));
    this.#running.set(sid, run);
  }

  /** Goes on with every message that has not reached its end, as after a restart or when the phone is on again. */
  resume(): void {
    for (const message of this.store.messages()) {
      if (message.direction === "outbound-api" && this.#nextState(message)) this.start(message.sid);
    }
  }

  /** Ends all deliveries where they are; `resume` on another start goes on with them. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.allSettled(this.#running.values());
  }

  async #deliver(sid: string): Promise<void> {
    const receipts = new Receipts(this.#receiptMode(sid));
    for (;;) {
      const message = this.store.message(sid);
      const next = message && this.#nextState(message);
      if (!next) break;
      await sleep(this.delays[next.delay], undefined, { signal: this.#stopped.signal });
      const status = next.status === "sent" && (await this.#mediaFails(message)) ? "failed" : next.status;
      const errorCode = status === next.status ? next.errorCode : 63019;
      const changed = this.#setStatus(sid, status, errorCode);
      for (const receipt of receipts.due(changed)) await this.#postReceipt(receipt, receipts.mode);
    }
    for (const receipt of receipts.held()) await this.#postReceipt(receipt, receipts.mode);
  }

  #nextState(message: Message): NextState | null {
    const failure = laterFailureOf(message.fault) ?? this.#ownFailure(message);
    const phoneOff = this.conditions.switches.phoneOff || message.fault === "phone-off";
    switch (message.status) {
      case "accepted":
      case "queued":
        if (failure === null || failure === UNKNOWN_ERROR) return { status: "sent", errorCode: null, delay: "sent" };
        return { status: "failed", errorCode: failure, delay: "sent" };
      case "sent":
        if (failure === UNKNOWN_ERROR) return { status: "undelivered", errorCode: failure, delay: "delivered" };
        return phoneOff ? null : { status: "delivered", errorCode: null, delay: "delivered" };
      case "delivered":
        return message.fault === "never-read" ? null : { status: "read", errorCode: null, delay: "read" };
      default:
        return null;
    }
  }

  /** Free text reaches a customer only within 24 hours of the customer's last message; an approved template always does. */
  #ownFailure(message: Message): number | null {
    const openedAt = this.store.lastInboundAt(message.from, message.to) ?? 0;
    const outsideWindow = message.createdAt - openedAt > WINDOW_MS;
    const account = this.store.account(message.accountSid);
    if (message.contentSid && account) return contentFailure(account, message, outsideWindow);
    return outsideWindow ? 63016 : null;
  }

  async #mediaFails(message: Message): Promise<boolean> {
    const fetched = await Promise.all(message.mediaSids.map((sid) => fetchOutboundMedia(this.store, sid)));
    return fetched.includes(false);
  }

  #setStatus(sid: string, status: MessageStatus, errorCode: number | null): Message {
    const sentAt = status === "sent" ? { sentAt: Date.now() } : {};
    const message = this.store.changeMessage(sid, { status, errorCode, ...sentAt });
    this.activity.publish({ name: "message", data: message });
    return { ...message };
  }

  #receiptMode(sid: string): ReceiptMode {
    const fault = this.store.message(sid)?.fault ?? "";
    return fault.startsWith("receipts-")
      ? (fault.slice("receipts-".length) as ReceiptMode)
      : this.conditions.switches.receipts;
  }

  async #postReceipt(message: Message, mode: ReceiptMode): Promise<void> {
    const account = this.store.account(message.accountSid);
    if (!message.statusCallback || !account) return;
    if (mode === "late") await sleep(this.delays.late, undefined, { signal: this.#stopped.signal });
    const call = {
      url: message.statusCallback,
      authToken: account.authToken,
      params: receiptParams(message),
      wrongSignature: this.conditions.switches.wrongSignature,
      signal: this.#stopped.signal,
    };
    for (const _copy of mode === "twice" ? [1, 2] : [1]) {
      const attempts = await postWebhook(call);
      const last = attempts.at(-1);
      this.activity.record({
        direction: "to-app",
        title: `Status: ${message.status}${message.errorCode ? ` ${message.errorCode}` : ""}`,
        detail: last?.status ? `${last.status} in ${last.ms} ms` : (last?.error ?? "no answer"),
        failed: !succeeded(attempts),
        messageSid: message.sid,
        customer: this.store.customerOf(message.to),
      });
    }
  }

  #reportUnlessStopped(error: Error): void {
    if (this.#stopped.signal.aborted) return;
    this.activity.record({ direction: "note", title: "Delivery stopped", detail: error.message, failed: true });
  }
}

interface NextState {
  status: MessageStatus;
  errorCode: number | null;
  delay: "sent" | "delivered" | "read";
}

/** Which receipts go out at once, and which are held back to come in the wrong order. */
class Receipts {
  readonly #held: Message[] = [];

  constructor(readonly mode: ReceiptMode) {}

  due(message: Message): Message[] {
    if (this.mode === "shuffled") this.#held.push(message);
    return this.mode === "shuffled" || this.mode === "never" ? [] : [message];
  }

  held(): Message[] {
    return this.#held.reverse();
  }
}

/** Source: https://www.twilio.com/docs/messaging/api/message-resource#twilios-request-to-the-statuscallback-url */
function receiptParams(message: Message): FormParams {
  return {
    ...(message.errorCode ? { ErrorCode: String(message.errorCode) } : {}),
    ...(message.errorCode ? { ChannelStatusMessage: errorMessage(message.errorCode) ?? "" } : {}),
    ...(message.status === "read" ? { EventType: "READ" } : {}),
    ...(message.messagingServiceSid ? { MessagingServiceSid: message.messagingServiceSid } : {}),
    SmsSid: message.sid,
    SmsStatus: message.status,
    MessageStatus: message.status,
    ChannelToAddress: message.to.replace(/^whatsapp:/, ""),
    To: message.to,
    ChannelPrefix: "whatsapp",
    MessageSid: message.sid,
    AccountSid: message.accountSid,
    From: message.from,
    ApiVersion: "2010-04-01",
  };
}
