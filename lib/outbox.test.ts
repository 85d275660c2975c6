import { beforeAll, expect, test } from "vitest";
import { makeOrganization } from "@/tests/make-organization";
import { database } from "./db/client";
import { handOver, type OutboxRow, outboxIdle, startOutbox, writeEvent } from "./outbox";

const deliveries: OutboxRow[][] = [];
let failures = 0;

beforeAll(() =>
  startOutbox(async (rows) => {
    if (failures-- > 0) throw new Error("The job server is away.");
    deliveries.push(rows);
  }),
);

test("rows that are handed over one after the other leave in few deliveries, in order, and the table", async () => {
  const rows = await written(20);
  deliveries.length = 0;
  for (const row of rows) handOver(row);
  await outboxIdle();
  expect(deliveries.length).toBeLessThanOrEqual(2);
  expect(deliveries.flat()).toEqual(rows);
  expect(await stillStored(rows)).toBe(0);
});

test("rows stay in the table while the job server is away, and are delivered once it is back", async () => {
  const rows = await written(3);
  deliveries.length = 0;
  failures = 1;
  handOver(...rows);
  await outboxIdle();
  expect(deliveries).toEqual([rows]);
  expect(await stillStored(rows)).toBe(0);
});

async function written(count: number): Promise<OutboxRow[]> {
  const { db, organizationId } = await makeOrganization();
  const data = { organizationId, conversationId: organizationId };
  return db.$transaction(async (tx) => {
    const rows: OutboxRow[] = [];
    for (let index = 0; index < count; index++) rows.push(await writeEvent(tx, "conversation/outbound.ready", data));
    return rows;
  });
}

function stillStored(rows: OutboxRow[]): Promise<number> {
  return database().prisma.outboxEvent.count({ where: { id: { in: rows.map(({ id }) => id) } } });
}
