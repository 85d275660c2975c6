import pg from "pg";
import type { StackDescription } from "../local/stack-file";
import type { Session } from "./sign-in";
import { percentile } from "./statistics";

export interface PageTime {
  name: string;
  p50: number;
  p95: number;
}

/** A conversation in the midst of the list, and one of its replies. */
export interface Examples {
  conversationId: string;
  runId: string;
  cursor: string;
}

export async function findExamples({ databaseUrl, organizationId }: StackDescription): Promise<Examples> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client
    .query(
      `SELECT c."id" AS "conversationId", c."lastMessageAt" AS "at",
         (SELECT r."id" FROM "ReplyRun" r WHERE r."conversationId" = c."id" ORDER BY r."turn" DESC LIMIT 1) AS "runId"
       FROM "Conversation" c WHERE c."organizationId" = $1 ORDER BY c."lastMessageAt" DESC, c."id" DESC OFFSET 500 LIMIT 1`,
      [organizationId],
    )
    .finally(() => client.end());
  const { conversationId, runId, at } = rows[0];
  return { conversationId, runId, cursor: `${at.getTime()}_${conversationId}` };
}

/**
 * Asks for each page in turn, round after round, one request at a time, and measures until the last byte of the answer.
 * One round beforehand warms up. Throws when an answer is not 200.
 */
export async function askPages(
  stack: StackDescription,
  session: Session,
  examples: Examples,
  rounds: number,
): Promise<PageTime[]> {
  const requests = [...panelPages(stack, examples), ...apiCalls(examples)];
  const times = new Map(requests.map(({ name }) => [name, [] as number[]]));
  for (let round = -1; round < rounds; round++) {
    for (const request of requests) {
      const ms = await ask(stack, session, request);
      if (round >= 0) times.get(request.name)?.push(ms);
    }
  }
  return [...times].map(([name, all]) => ({ name, p50: percentile(all, 50), p95: percentile(all, 95) }));
}

interface PageRequest {
  name: string;
  path: string;
}

function panelPages(
  { organizationSlug: slug }: StackDescription,
  { conversationId, runId, cursor }: Examples,
): PageRequest[] {
  const list = `/${slug}/conversations`;
  const searches = {
    "a word that is everywhere": "q=the",
    "a common word": "q=thanks",
    "two words": "q=bike+word2b",
    "a reference": "q=NC-471",
    "a name": "q=priya",
    "a number": "q=00004711",
    "waiting for a person": "status=waiting",
    unread: "status=unread",
    "not delivered": "failed=true",
    "one version": "version=1",
    "one model": "model=acme-demo",
    "one day": `from=${day(90)}&to=${day(90)}`,
    "several filters": "q=thanks&status=unreviewed&failed=true",
  };
  const others = ["overview", "assistant", "whatsapp", "health", "settings", "api"];
  return [
    { name: "list", path: list },
    { name: "list, a later page", path: `${list}?after=${cursor}` },
    ...Object.entries(searches).map(([name, query]) => ({ name: `list: ${name}`, path: `${list}?${query}` })),
    { name: "thread", path: `${list}/${conversationId}` },
    { name: "thread with receipt", path: `${list}/${conversationId}?receipt=${runId}` },
    ...others.map((name) => ({ name, path: `/${slug}/${name}` })),
  ];
}

function apiCalls({ conversationId, runId, cursor }: Examples): PageRequest[] {
  return [
    { name: "API: conversations", path: "/conversations" },
    { name: "API: conversations after a cursor", path: `/conversations?cursor=${cursor}` },
    { name: "API: conversations with a common word", path: "/conversations?q=thanks" },
    { name: "API: messages", path: `/conversations/${conversationId}/messages` },
    { name: "API: receipt", path: `/conversations/${conversationId}/receipts/${runId}` },
  ];
}

async function ask({ panelUrl, organizationId }: StackDescription, session: Session, { name, path }: PageRequest) {
  const headers = new Headers(
    name.startsWith("API")
      ? { Authorization: `Bearer ${session.accessToken}`, "X-Org-Id": organizationId }
      : { Cookie: session.cookie },
  );
  const begun = performance.now();
  const response = await fetch(`${panelUrl}${path}`, { headers });
  await response.arrayBuffer();
  if (response.status !== 200 || response.url.endsWith("/sign-in"))
    throw new Error(`${path} answered ${response.status}.`);
  return performance.now() - begun;
}

function day(ago: number): string {
  return new Date(Date.now() - ago * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
