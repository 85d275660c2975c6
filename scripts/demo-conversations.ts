import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { uuidv7 } from "uuidv7";
import { type Prisma, PrismaClient } from "../generated/prisma/client";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** What is said, customer and assistant in turn. */
type Dialogue = string[];

const people = [
  ["Elena Ruiz", "+447700900118"],
  ["Jonas Weber", "+4915112345678"],
  ["Priya Nair", "+447700900151"],
  ["Tom Ellery", "+447700900163"],
  ["Amélie Laurent", "+33612345678"],
  ["Kofi Mensah", "+447700900174"],
  ["Sofia Rossi", "+393331234567"],
  ["Liam O’Brien", "+353851234567"],
  ["Hana Sato", "+447700900185"],
  ["Marta Kowalska", "+48512345678"],
  ["Omar Haddad", "+447700900196"],
  ["Nina Berg", "+4520123456"],
] as const;

const dialogues: Dialogue[] = [
  [
    "Hi, are you open on Saturday?",
    "Yes, on Saturdays from 10:00 to 16:00, at 12 Harbour Street.",
    "Great, can I bring headphones back then?",
    "Of course. Within 30 days, unused and in the box. You can also print a label at https://acme.example/returns.",
  ],
  [
    "My order hasn’t arrived. It’s number 48213",
    "Orders placed before 14:00 leave the same day and arrive in 2–3 working days. If yours is later than that, I can ask a person to look into it.",
    "It’s been five days",
    "Then something went wrong on the way. I have asked a colleague to look into order 48213; they will write to you here.",
  ],
  ["How long is the warranty on the Harbour speaker?", "Two years, on everything we sell."],
  [
    "Do you ship to Ireland?",
    "Yes. Delivery costs $4.90 and is free from $50; to Ireland it takes 3–4 working days.",
    "Perfect, thank you!",
    "You are welcome. Have a good day!",
  ],
  ["Which charger do I need for the N2?", "The N2 charges over USB-C; any charger with 20 W or more will do."],
  [
    "Can I get a discount for ten pairs?",
    "For ten pairs or more a person makes you an offer. May I ask what for, and by when you need them?",
    "For our school choir, before Christmas",
    "Thank you. I have passed it on; somebody will write to you with an offer.",
  ],
];

const reasons = [
  "The customer asked for a person.",
  "A price was asked that is not in the prompt.",
  "The model gave no answer.",
];

/**
 * Fills the demo organisation with a month of conversations, the same each time, ending now: for screenshots and for
 * looking at a panel that is in use. Rows, not messages through Twilio: it takes a second. Once only.
 */
export async function addDemoConversations(
  databaseUrl: string,
  organizationId: string,
  now = new Date(),
): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  try {
    if (await prisma.contactIdentity.count({ where: { organizationId, value: people[0][1] } })) return;
    const app = await prisma.whatsAppApp.findFirstOrThrow({
      where: { organizationId },
      include: { publishedVersion: { include: { model: true } } },
    });
    if (!app.publishedVersion) throw new Error("The demo's app has no published version.");
    const month = new Month(organizationId, app.id, app.publishedVersion.id, app.publishedVersion.model.model);
    for (let index = 0; index < 90; index++) month.add(index, now);
    await prisma.contact.createMany({ data: month.contacts });
    await prisma.contactIdentity.createMany({ data: month.identities });
    await prisma.conversation.createMany({ data: month.conversations });
    await prisma.replyRun.createMany({ data: month.runs });
    await prisma.message.createMany({ data: month.messages });
    await prisma.deliveryEvent.createMany({ data: month.events });
  } finally {
    await prisma.$disconnect();
    await pool.end();
  }
}

class Month {
  contacts: Prisma.ContactCreateManyInput[] = [];
  identities: Prisma.ContactIdentityCreateManyInput[] = [];
  conversations: Prisma.ConversationCreateManyInput[] = [];
  messages: Prisma.MessageCreateManyInput[] = [];
  runs: Prisma.ReplyRunCreateManyInput[] = [];
  events: Prisma.DeliveryEventCreateManyInput[] = [];
  private random = randomFrom(7);

  constructor(
    private organizationId: string,
    private whatsAppAppId: string,
    private appVersionId: string,
    private model: string,
  ) {}

  /** The first few are of today; some of them wait for a person. */
  add(index: number, now: Date): void {
    const { organizationId } = this;
    const contactId = uuidv7();
    const [name, number] = people[index] ?? [
      `${pick(people, this.random)[0].split(" ")[0]} ${letter(index)}.`,
      `+4477009${10_000 + index}`,
    ];
    const ago = index < 8 ? index * 41 * minuteMs + 3 * minuteMs : this.random() ** 1.4 * 29 * dayMs;
    const start = now.getTime() - ago - 6 * minuteMs;
    const dialogue = dialogues[index % dialogues.length] ?? [];
    const waits = index === 1 || index === 5 || index % 23 === 2;
    const conversationId = uuidv7();
    this.contacts.push({ id: contactId, organizationId, displayName: name, createdAt: new Date(start) });
    this.identities.push({ organizationId, contactId, kind: "phone", value: number });

    let at = start;
    let turn = 0;
    for (const [place, text] of dialogue.entries()) {
      const fromCustomer = place % 2 === 0;
      if (fromCustomer) {
        turn += 1;
        at += (20 + this.random() * 70) * 1_000;
        this.messages.push({
          id: uuidv7(),
          organizationId,
          conversationId,
          direction: "inbound",
          author: "customer",
          text,
          seq: turn,
          providerSid: sid("SM", this.random),
          deliveryState: "received",
          createdAt: new Date(at),
        });
      } else {
        at = this.answer(conversationId, turn, text, at, index % 17 === 9 && turn === 1);
      }
    }
    const isOpen = waits && index < 8;
    this.conversations.push({
      id: conversationId,
      organizationId,
      whatsAppAppId: this.whatsAppAppId,
      contactId,
      customerAddress: `whatsapp:${number}`,
      inboundSeq: turn,
      answeredSeq: turn,
      lastInboundAt: new Date(at - 8_000),
      lastMessageAt: new Date(at),
      updatedAt: new Date(at),
      createdAt: new Date(start),
      ...(isOpen && { needsPersonAt: new Date(at), needsPersonReason: reasons[index % 2] ?? null }),
    });
    if (waits && !isOpen)
      this.run(conversationId, turn, at, { outcome: "failed", errorMessage: reasons[index % 3] ?? null });
  }

  private answer(conversationId: string, turn: number, text: string, askedAt: number, fails: boolean): number {
    const { organizationId } = this;
    const modelMs = Math.round(900 + this.random() ** 2 * 5_200);
    const settleMs = 2_500;
    const attemptedAt = askedAt + settleMs + modelMs + 120;
    const replyRunId = this.run(conversationId, turn, askedAt + settleMs, { modelMs, settleMs, answer: text });
    const messageId = uuidv7();
    const providerSid = sid("SM", this.random);
    const state = fails ? "failed" : this.random() < 0.8 ? "read" : "delivered";
    this.messages.push({
      id: messageId,
      organizationId,
      conversationId,
      direction: "outbound",
      author: "assistant",
      text,
      turn,
      part: 0,
      replyRunId,
      providerSid,
      deliveryState: state,
      deliveryRank: state === "failed" ? 9 : state === "read" ? 5 : 4,
      ...(fails && {
        errorCode: 63016,
        errorMessage:
          "More than 24 hours since the customer's last message: WhatsApp only allows an approved template.",
      }),
      attempts: 1,
      attemptedAt: new Date(attemptedAt),
      createdAt: new Date(attemptedAt - 60),
    });
    const steps = fails ? ["queued", "failed"] : ["queued", "sent", "delivered", ...(state === "read" ? ["read"] : [])];
    for (const [place, status] of steps.entries()) {
      this.events.push({
        id: uuidv7(),
        organizationId,
        messageId,
        providerSid,
        status,
        errorCode: status === "failed" ? 63016 : 0,
        createdAt: new Date(attemptedAt + 200 + place * 700),
      });
    }
    return attemptedAt;
  }

  private run(
    conversationId: string,
    turn: number,
    at: number,
    fields: Partial<Prisma.ReplyRunCreateManyInput>,
  ): string {
    const id = uuidv7();
    const inputTokens = Math.round(420 + this.random() * 900);
    const outputTokens = Math.round(30 + this.random() * 90);
    this.runs.push({
      id,
      organizationId: this.organizationId,
      conversationId,
      appVersionId: this.appVersionId,
      model: this.model,
      turn,
      outcome: "answered",
      finishReason: "stop",
      inputTokens,
      outputTokens,
      costMicros: BigInt(Math.round(inputTokens * 0.4 + outputTokens * 1.6)),
      startedAt: new Date(at),
      finishedAt: new Date(at + 2_000),
      ...fields,
    });
    return id;
  }
}

/** Numbers from 0 to 1, the same for the same seed: a linear congruential generator (Numerical Recipes). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T;
}

function letter(index: number): string {
  return String.fromCharCode(65 + (index % 26));
}

function sid(prefix: string, random: () => number): string {
  return prefix + Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join("");
}
