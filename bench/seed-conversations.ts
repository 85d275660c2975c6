import pg from "pg";

export interface SeedSize {
  conversations: number;
  /** In each conversation: half of them answers. */
  messages: number;
}

/**
 * Fills one organisation, which has an app with a published version, with conversations as a year would leave them: the
 * database makes the rows itself, some 50,000 a second. Words are as unequal as in a language, one message in 200 did
 * not arrive, one conversation in 500 waits for a person, and each message has a reference of its own ("NC-4711").
 */
export async function seedConversations(databaseUrl: string, organizationId: string, size: SeedSize): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    // One transaction, so that all statements mean the same moment; its rows are known to refer to each other.
    await client.query("BEGIN");
    await client.query("SET LOCAL session_replication_role = replica");
    await client.query(functions);
    for (const statement of [contacts, identities, conversations, replies, messages, deliveries]) {
      await client.query(
        statement,
        [organizationId, size.conversations, size.messages, sentences()].slice(0, arity(statement)),
      );
    }
    await client.query("COMMIT");
    await client.query("VACUUM ANALYZE");
  } finally {
    await client.end();
  }
}

function arity(statement: string): number {
  return Math.max(...[...statement.matchAll(/\$(\d)/g)].map((match) => Number(match[1])));
}

/** Ids that tell their row again, so that no table has to be read to fill the next one; sortable by their time. */
const functions = `
  CREATE FUNCTION pg_temp.id(kind text, at timestamptz, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(kind || number), 1, 3)
      || '8' || substr(md5(kind || number), 4, 15))::uuid $$;
  CREATE FUNCTION pg_temp.asked(conversation bigint, conversations int, turn int, turns int) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE AS $$
    SELECT date_trunc('milliseconds', transaction_timestamp() - interval '365 days' * ((conversations - conversation) / conversations::float8)
      - interval '3 minutes' * (turns - turn)) $$;`;

const start = "(transaction_timestamp() - interval '366 days')";

const contacts = `
  INSERT INTO "Contact" ("id", "organizationId", "displayName", "createdAt")
  SELECT pg_temp.id('contact', ${start}, n), $1::uuid,
    (ARRAY['Priya','Marcus','Hannah','Dev','Elena','Sam','Aisha','Jonas','Tom','Nadia','Leo','Ruth'])[1 + n % 12] || ' ' ||
    (ARRAY['Nair','Webb','Lindqvist','Okafor','Ruiz','Whitlock','Bello','Weber','Ellis','Rahman'])[1 + (n / 12) % 10] || ' ' || n,
    ${start}
  FROM generate_series(1, $2::int) n`;

const identities = `
  INSERT INTO "ContactIdentity" ("id", "organizationId", "contactId", "kind", "value")
  SELECT pg_temp.id('identity', ${start}, n), $1::uuid, pg_temp.id('contact', ${start}, n), 'phone', '+4477' || lpad(n::text, 8, '0')
  FROM generate_series(1, $2::int) n`;

const conversations = `
  INSERT INTO "Conversation" ("id", "organizationId", "whatsAppAppId", "contactId", "customerAddress", "inboundSeq",
    "answeredSeq", "lastInboundAt", "lastMessageAt", "createdAt", "updatedAt", "needsPersonReason", "needsPersonAt", "reviewedAt")
  SELECT pg_temp.id('conversation', ${start}, n), $1::uuid, a."id", pg_temp.id('contact', ${start}, n),
    'whatsapp:+4477' || lpad(n::text, 8, '0'), $3::int / 2, $3::int / 2, at, at + interval '6 seconds',
    pg_temp.asked(n, $2, 1, $3 / 2), at, CASE WHEN n % 500 = 0 THEN 'Asked for a person.' END,
    CASE WHEN n % 500 = 0 THEN at END, CASE WHEN n % 3 = 0 THEN at + interval '1 hour' END
  FROM generate_series(1, $2::int) n, "WhatsAppApp" a, LATERAL (SELECT pg_temp.asked(n, $2, $3 / 2, $3 / 2) AS at) t
  WHERE a."organizationId" = $1`;

const replies = `
  INSERT INTO "ReplyRun" ("id", "organizationId", "conversationId", "appVersionId", "model", "turn", "outcome",
    "finishReason", "answer", "inputTokens", "outputTokens", "costMicros", "settleMs", "modelMs", "startedAt", "finishedAt")
  SELECT pg_temp.id('run', at, n * $3::int + turn), $1::uuid, pg_temp.id('conversation', ${start}, n), v."id", m."model", turn,
    'answered', 'stop', '', 900, 60, 456, 1500, 1800, at + interval '1500 milliseconds', at + interval '3300 milliseconds'
  FROM generate_series(1, $2::int) n, generate_series(1, $3::int / 2) turn, "WhatsAppApp" a
    JOIN "AppVersion" v ON v."id" = a."publishedVersionId" JOIN "OrganizationModel" m ON m."id" = v."organizationModelId",
    LATERAL (SELECT pg_temp.asked(n, $2, turn, $3 / 2) AS at) t
  WHERE a."organizationId" = $1`;

const messages = `
  INSERT INTO "Message" ("id", "organizationId", "conversationId", "direction", "author", "text", "seq", "turn", "part",
    "replyRunId", "providerSid", "deliveryState", "deliveryRank", "errorCode", "errorMessage", "attempts", "attemptedAt", "createdAt")
  SELECT pg_temp.id(way, sent, n * $3::int + turn), $1::uuid, pg_temp.id('conversation', ${start}, n),
    way::"Direction", (CASE way WHEN 'inbound' THEN 'customer' ELSE 'assistant' END)::"Author",
    ($4::text[])[1 + (('x' || substr(md5(way || n || '-' || turn), 1, 7))::bit(28)::int % 5000)] || ' NC-' || (n * $3::int + turn),
    CASE way WHEN 'inbound' THEN turn END, CASE way WHEN 'outbound' THEN turn END, CASE way WHEN 'outbound' THEN 0 END,
    CASE way WHEN 'outbound' THEN pg_temp.id('run', at, n * $3::int + turn) END,
    CASE way WHEN 'inbound' THEN 'SM' ELSE 'MM' END || md5($1::text || way || n || '-' || turn),
    (CASE WHEN way = 'inbound' THEN 'received' WHEN failed THEN 'failed' ELSE 'read' END)::"DeliveryState",
    CASE WHEN way = 'inbound' THEN 0 WHEN failed THEN 5 ELSE 4 END,
    CASE WHEN failed THEN 63016 END, CASE WHEN failed THEN 'More than 24 hours since the customer''s last message.' END,
    CASE way WHEN 'outbound' THEN 1 ELSE 0 END, CASE way WHEN 'outbound' THEN sent END, sent
  FROM generate_series(1, $2::int) n, generate_series(1, $3::int / 2) turn, unnest(ARRAY['inbound', 'outbound']) way,
    LATERAL (SELECT pg_temp.asked(n, $2, turn, $3 / 2) AS at) t,
    LATERAL (SELECT CASE way WHEN 'inbound' THEN at ELSE at + interval '3400 milliseconds' END AS sent,
      way = 'outbound' AND (n + turn) % 100 = 0 AS failed) s`;

/** Of the newest thousand conversations only: a receipt is opened for those. */
const deliveries = `
  INSERT INTO "DeliveryEvent" ("id", "organizationId", "messageId", "providerSid", "status", "createdAt")
  SELECT gen_random_uuid(), $1::uuid, m."id", m."providerSid", s.status, m."createdAt" + s.after
  FROM "Message" m, (VALUES ('sent', interval '1 second'), ('delivered', interval '2 seconds'), ('read', interval '20 seconds')) s(status, after)
  WHERE m."organizationId" = $1 AND m."direction" = 'outbound' AND m."createdAt" > transaction_timestamp() - interval '3 days'`;

/** 5,000 sentences of 12 words; the hundredth word is a hundred times rarer than the first. */
function sentences(): string[] {
  const common =
    `the is it a to and you for my of in we on that can be do your have with at are thanks please open
    order when delivery not tomorrow yes no today bike repair ready price size blue pick up shop hello good morning`.match(
      /\S+/g,
    ) ?? [];
  const vocabulary = [...common, ...Array.from({ length: 3_000 }, (_, index) => `word${index.toString(36)}`)];
  let state = 42;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const word = () => vocabulary[Math.floor(vocabulary.length ** random()) - 1] ?? "the";
  return Array.from({ length: 5_000 }, () => Array.from({ length: 12 }, word).join(" "));
}
