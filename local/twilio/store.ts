import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Journal } from "./journal";
import type { FormParams } from "./signature";

export interface Sender {
  /** `whatsapp:+E164` */
  address: string;
  businessName: string;
  /** Where inbound messages are posted; may carry connection settings in its fragment, such as `#rc=3&rp=5xx,ct,rt`. Empty: nowhere. */
  webhookUrl: string;
  fallbackUrl?: string | undefined;
  /** For messages created without a StatusCallback of their own. */
  statusCallback?: string | undefined;
  messagingServiceSid?: string | undefined;
  /** What the Senders API says of it; ONLINE, HIGH and 10K customers a day unless told. */
  status?: string | undefined;
  qualityRating?: string | undefined;
  messagingLimit?: string | undefined;
  offlineReason?: string | undefined;
}

export interface Account {
  accountSid: string;
  /** The primary one, which signs webhooks. */
  authToken: string;
  /** Good for API calls as well, until it is promoted or deleted. */
  secondaryAuthToken?: string | undefined;
  /** active unless told. */
  status?: "active" | "suspended" | "closed" | undefined;
  apiKeys: { sid: string; secret: string }[];
  senders: Sender[];
}

export type MessageStatus =
  | "accepted"
  | "queued"
  | "sent"
  | "delivered"
  | "read"
  | "failed"
  | "undelivered"
  | "received";

/** A message as Twilio keeps it. Times are milliseconds since 1970. */
export interface Message {
  sid: string;
  accountSid: string;
  direction: "inbound" | "outbound-api";
  from: string;
  to: string;
  body: string;
  mediaSids: string[];
  messagingServiceSid: string | null;
  status: MessageStatus;
  errorCode: number | null;
  createdAt: number;
  updatedAt: number;
  sentAt: number | null;
  /** Outbound: where its receipts go, the place it shows, the template it was made from and what it was given, the fault it shall meet. */
  statusCallback?: string | null;
  persistentAction?: string[];
  contentSid?: string | null;
  contentVariables?: Record<string, string>;
  buttons?: { text: string; payload: string }[];
  fault?: string | null;
  /** Inbound: what the webhook says, whether the app took it (null: not known yet), and when the app marked it read. */
  webhookParams?: FormParams;
  taken?: boolean | null;
  readAt?: number | null;
}

export interface Media {
  sid: string;
  accountSid: string;
  messageSid: string;
  contentType: string;
  createdAt: number;
  /** Outbound: where Twilio has to fetch it from. */
  sourceUrl?: string;
}

type JournalEntry =
  | { kind: "account"; account: Account }
  | { kind: "message"; message: Message }
  | { kind: "message-changed"; sid: string; change: Partial<Message> }
  | { kind: "message-deleted"; sid: string }
  | { kind: "media"; media: Media };

/** All that the simulated Twilio knows. With a data folder it survives being killed; without one it lives in memory. */
export class TwilioStore {
  readonly #accounts = new Map<string, Account>();
  readonly #messages = new Map<string, Message>();
  readonly #media = new Map<string, Media>();
  readonly #bytes = new Map<string, Buffer>();
  readonly #lastInboundAt = new Map<string, number>();
  readonly #phoneOfUserId = new Map<string, string>();
  readonly #mediaFolder: string | null;
  readonly #journal: Journal<JournalEntry> | null;

  constructor(dataDir: string | null) {
    this.#mediaFolder = dataDir && join(dataDir, "media");
    if (this.#mediaFolder) mkdirSync(this.#mediaFolder, { recursive: true });
    this.#journal = dataDir
      ? Journal.open<JournalEntry>(join(dataDir, "twilio.journal"), (entry) => this.#apply(entry))
      : null;
    this.#journal?.rewrite(this.#entries());
  }

  /** Adds an account, or replaces what was known of it. */
  registerAccount(account: Account): void {
    this.#record({ kind: "account", account });
  }

  account(accountSid: string): Account | undefined {
    return this.#accounts.get(accountSid);
  }

  accounts(): Account[] {
    return [...this.#accounts.values()];
  }

  /** The sender with this address, of this account when one is named: a sandbox number belongs to many accounts. */
  findSender(address: string, accountSid?: string): { account: Account; sender: Sender } | undefined {
    for (const account of this.#accounts.values()) {
      if (accountSid && account.accountSid !== accountSid) continue;
      const sender = account.senders.find((candidate) => candidate.address === address);
      if (sender) return { account, sender };
    }
    return undefined;
  }

  addMessage(message: Message): void {
    this.#record({ kind: "message", message });
  }

  changeMessage(sid: string, change: Partial<Message>): Message {
    this.#record({ kind: "message-changed", sid, change: { ...change, updatedAt: Date.now() } });
    return this.requireMessage(sid);
  }

  deleteMessage(sid: string): void {
    this.#record({ kind: "message-deleted", sid });
  }

  message(sid: string): Message | undefined {
    return this.#messages.get(sid);
  }

  requireMessage(sid: string): Message {
    const message = this.#messages.get(sid);
    if (!message) throw new Error(`There is no message ${sid} in the simulator.`);
    return message;
  }

  /** Every message, oldest first. */
  messages(): Message[] {
    return [...this.#messages.values()];
  }

  addMedia(media: Media, bytes?: Buffer): void {
    if (bytes) this.keepBytes(media.sid, bytes);
    this.#record({ kind: "media", media });
  }

  keepBytes(mediaSid: string, bytes: Buffer): void {
    if (this.#mediaFolder) writeFileSync(join(this.#mediaFolder, mediaSid), bytes, { mode: 0o600 });
    else this.#bytes.set(mediaSid, bytes);
  }

  media(sid: string): Media | undefined {
    return this.#media.get(sid);
  }

  /** The content of a medium, or undefined while Twilio has not fetched it. */
  mediaBytes(sid: string): Buffer | undefined {
    if (!this.#mediaFolder) return this.#bytes.get(sid);
    try {
      return readFileSync(join(this.#mediaFolder, sid));
    } catch {
      return undefined;
    }
  }

  /** The one address of a customer who may be written to by phone number or by business-scoped user id. */
  customerOf(address: string): string {
    return this.#phoneOfUserId.get(address) ?? address;
  }

  /** When the customer last wrote to the sender, which is when the 24-hour window opened; undefined if never. */
  lastInboundAt(senderAddress: string, customer: string): number | undefined {
    return this.#lastInboundAt.get(`${senderAddress} ${this.customerOf(customer)}`);
  }

  close(): void {
    this.#journal?.close();
  }

  #record(entry: JournalEntry): void {
    this.#journal?.append(entry);
    this.#apply(entry);
  }

  #apply(entry: JournalEntry): void {
    if (entry.kind === "account") this.#accounts.set(entry.account.accountSid, entry.account);
    else if (entry.kind === "media") this.#media.set(entry.media.sid, entry.media);
    else if (entry.kind === "message") this.#applyMessage(entry.message);
    else if (entry.kind === "message-deleted") this.#messages.delete(entry.sid);
    else Object.assign(this.#messages.get(entry.sid) ?? {}, entry.change);
  }

  #applyMessage(message: Message): void {
    this.#messages.set(message.sid, { ...message });
    if (message.direction !== "inbound") return;
    const userId = message.webhookParams?.ExternalUserId;
    if (typeof userId === "string" && userId !== message.from) this.#phoneOfUserId.set(userId, message.from);
    this.#lastInboundAt.set(`${message.to} ${this.customerOf(message.from)}`, message.createdAt);
  }

  *#entries(): Generator<JournalEntry> {
    for (const account of this.#accounts.values()) yield { kind: "account", account };
    for (const message of this.#messages.values()) yield { kind: "message", message };
    for (const media of this.#media.values()) yield { kind: "media", media };
  }
}
