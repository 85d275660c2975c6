import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { expect, test } from "./test";

/**
 * Every address under /[org], as its folder writes it: /conversations/[id]. A group has no part in it; a parallel part of a
 * page has none of its own.
 */
const addresses = readdirSync(join(import.meta.dirname, "../app/[org]"), { recursive: true, withFileTypes: true })
  .filter((entry) => /^(page\.tsx|route\.ts)$/.test(entry.name) && !/\/@/.test(entry.parentPath))
  .map((entry) => (entry.parentPath.split("/app/[org]")[1] ?? "").replace(/\/\([^)]*\)/g, ""));

test("a stranger finds none of an organisation's pages, files and events", async ({ page, signIn, stack }) => {
  const other = await insertOrganization(stack.databaseUrl);
  await signIn();
  expect(addresses).toEqual(expect.arrayContaining(["/conversations/[id]", "/plugins", "/plugins/[id]"]));
  for (const address of addresses) {
    const path = `/${other.slug}${fill(address, other)}`;
    const response = await page.request.get(path, { maxRedirects: 0 });
    expect([path, response.status()]).toEqual([path, 404]);
    expect(await response.text()).not.toContain("Their secret");
  }
});

test("what is another organisation's is not found under one's own name either", async ({ page, signIn, stack }) => {
  const other = await insertOrganization(stack.databaseUrl);
  await signIn();
  for (const address of addresses.filter((each) => /\[(id|messageId|callId)\]/.test(each))) {
    const path = `/${stack.organizationSlug}${fill(address, other)}`;
    const response = await page.request.get(path, { maxRedirects: 0 });
    expect([path, response.status()]).toEqual([path, 404]);
    expect(await response.text()).not.toContain("Their secret");
  }
});

test("whoever is not signed in is sent to sign in, or told nothing", async ({ page, stack }) => {
  const nobodys = {
    conversationId: randomUUID(),
    messageId: randomUUID(),
    pluginId: randomUUID(),
    callId: randomUUID(),
  };
  for (const address of addresses) {
    const path = `/${stack.organizationSlug}${fill(address, nobodys)}`;
    const response = await page.request.get(path, { maxRedirects: 0 });
    const isSentAway = response.status() === 307 && /\/sign-in/.test(response.headers().location ?? "");
    expect([path, isSentAway || [401, 404].includes(response.status())]).toEqual([path, true]);
  }
});

interface Ids {
  conversationId: string;
  messageId: string;
  pluginId: string;
  callId: string;
}

function fill(address: string, ids: Ids): string {
  return address
    .replace("/plugins/[id]", `/plugins/${ids.pluginId}`)
    .replace("[id]", ids.conversationId)
    .replace("[messageId]", ids.messageId)
    .replace("[callId]", ids.callId)
    .replace("[name]", "look")
    .replace(/\[(index|number)\]/, "1");
}

/** As rows: the signed-in owner has nothing to do with it. */
async function insertOrganization(databaseUrl: string) {
  const ids = Array.from({ length: 7 }, () => randomUUID());
  const [organizationId, appId, contactId, conversationId = "", messageId = "", pluginId = "", callId = ""] = ids;
  const slug = `other-${organizationId?.slice(0, 8)}`;
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await client.query(`INSERT INTO "Organization" ("id", "slug", "name") VALUES ($1, $2, 'Other')`, [
      organizationId,
      slug,
    ]);
    await client.query(
      `INSERT INTO "WhatsAppApp" ("id", "organizationId", "appKey", "number", "accountSid", "authToken",
         "accountSidLastFour", "authTokenLastFour", "updatedAt") VALUES ($1, $2, $3, '+1', '', '', '', '', now())`,
      [appId, organizationId, slug],
    );
    await client.query(
      `INSERT INTO "Contact" ("id", "organizationId", "displayName") VALUES ($1, $2, 'Their secret')`,
      [contactId, organizationId],
    );
    await client.query(
      `INSERT INTO "Conversation" ("id", "organizationId", "whatsAppAppId", "contactId", "customerAddress",
         "lastInboundAt", "lastMessageAt") VALUES ($1, $2, $3, $4, 'whatsapp:+1', now(), now())`,
      [conversationId, organizationId, appId, contactId],
    );
    await client.query(
      `INSERT INTO "Message" ("id", "organizationId", "conversationId", "direction", "author", "text", "deliveryState")
         VALUES ($1, $2, $3, 'inbound', 'customer', 'Their secret', 'received')`,
      [messageId, organizationId, conversationId],
    );
    await client.query(
      `INSERT INTO "Plugin" ("organizationId", "id", "kind", "key", "name", "updatedAt")
         VALUES ($1, $2, 'mcp', 'theirs', 'Their secret', now())`,
      [organizationId, pluginId],
    );
    await client.query(
      `INSERT INTO "PluginTool" ("id", "organizationId", "pluginId", "name") VALUES ($1, $2, $3, 'look')`,
      [randomUUID(), organizationId, pluginId],
    );
    await client.query(
      `INSERT INTO "ToolCall" ("id", "organizationId", "origin", "pluginId", "pluginName", "toolName", "callName",
         "conversationId", "input", "state")
         VALUES ($1, $2, 'conversation', $3, 'Their secret', 'look', 'theirs__look', $4, '{}', 'done')`,
      [callId, organizationId, pluginId, conversationId],
    );
  } finally {
    await client.end();
  }
  return { slug, conversationId, messageId, pluginId, callId };
}
