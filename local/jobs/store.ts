/**
 * What survives a crash: events, runs and finished steps, written in groups.
 * The database may be one PGlite backend shared by everybody, so: plain queries only, one statement a group, nothing
 * held open across a call to the app.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";
import { groupCommit } from "./group-commit";
import { addJob, createRun, type Job, type JobError, type JobEvent, type Memo, type Run } from "./run";
import { JOBS_SCHEMA } from "./schema";

/** Changes that become durable together. */
export interface Change {
  /** Runs as they now stand, new or old. */
  runs?: Run[];
  /** Steps that have finished. */
  steps?: { run: Run; id: string }[];
  /** Why a run among `runs` failed. */
  error?: { run: Run; error: JobError };
  /** Events that the executor itself sends. */
  events?: JobEvent[];
  /** Ids of events whose effect is in `runs`. */
  routed?: string[];
}

export interface Store {
  /** Records events before they are acknowledged. @returns whether each is new, and not a repetition of a known id. */
  insertEvents(events: JobEvent[]): Promise<boolean[]>;
  /** Records a change. Tries again until the database takes it; rejects only when the store is closing. */
  record(change: Change): Promise<void>;
  load(): Promise<{ runs: Run[]; unrouted: JobEvent[] }>;
  /** Deletes what finished more than 24 h ago. */
  prune(): Promise<void>;
  /** Gives up on writes that cannot be made. */
  close(): void;
}

const KEPT = "interval '24 hours'";

/** Makes the tables where they are missing. */
export async function openStore(pool: Pool, log: (line: string) => void): Promise<Store> {
  await pool.query(JOBS_SCHEMA);
  const closing = new AbortController();

  async function untilWritten(write: () => Promise<unknown>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await write();
        return;
      } catch (error) {
        if (closing.signal.aborted) throw error;
        log(`The job state could not be written (${(error as Error).message}); trying again`);
        await sleep(Math.min(2000, 100 * tries), undefined, { signal: closing.signal });
      }
    }
  }

  const insertGroup = groupCommit(async (groups: JobEvent[][]) => {
    const inserted = await insertEvents(pool, groups.flat());
    // A set, consumed: of two events with one id in a group, one is new.
    return groups.map((events) => events.map((event) => inserted.delete(event.id)));
  });
  const recordGroup = groupCommit(async (changes: Change[]) => {
    const parameters = changeParameters(changes);
    await untilWritten(() => pool.query(RECORD, parameters));
    return changes.map(() => undefined);
  });

  return {
    insertEvents: (events) => insertGroup(events),
    record: (change) => recordGroup(change),
    load: () => load(pool),
    prune: async () => {
      await pool.query(`delete from jobs.runs where finished_at < now() - ${KEPT}`);
      await pool.query(
        `delete from jobs.events e where routed and received_at < now() - ${KEPT}
           and not exists (select from jobs.runs r where r.event_id = e.id)`,
      );
    },
    close: () => closing.abort(),
  };
}

async function insertEvents(pool: Pool, events: JobEvent[]): Promise<Set<string>> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into jobs.events (id, payload) select * from unnest($1::text[], $2::text[]::json[])
     on conflict do nothing returning id`,
    [events.map((event) => event.id), events.map((event) => JSON.stringify(event))],
  );
  return new Set(rows.map((row) => row.id));
}

/** One statement, hence one transaction: finished steps, runs, events and routing marks appear together or not at all. */
const RECORD = `
with sent as (
  insert into jobs.events (id, payload) select * from unnest($1::text[], $2::text[]::json[]) on conflict do nothing
), routed as (
  update jobs.events set routed = true where id = any ($3::text[])
), runs as (
  insert into jobs.runs (id, function_id, event_id, created_at, jobs, outcome, error, finished_at)
  select id, function_id, event_id, to_timestamp(created_at / 1000), jobs, outcome, error,
         case when outcome is not null then now() end
  from unnest($4::text[], $5::text[], $6::text[], $7::float8[], $8::text[]::json[], $9::text[], $10::text[]::json[])
    as run (id, function_id, event_id, created_at, jobs, outcome, error)
  on conflict (id) do update
    set jobs = excluded.jobs, outcome = excluded.outcome, error = excluded.error, finished_at = excluded.finished_at
)
insert into jobs.steps (run_id, id, position, memo)
select * from unnest($11::text[], $12::text[], $13::int[], $14::text[]::json[]) on conflict do nothing`;

function changeParameters(changes: Change[]): unknown[] {
  const events = changes.flatMap((change) => change.events ?? []);
  const routed = changes.flatMap((change) => change.routed ?? []);
  // A run may change twice in a group; its row is written once, as it stands now.
  const runs = [...new Set(changes.flatMap((change) => change.runs ?? []))];
  const errors = new Map(changes.flatMap((change) => (change.error ? [[change.error.run, change.error.error]] : [])));
  const steps = changes.flatMap((change) => change.steps ?? []);
  return [
    events.map((event) => event.id),
    events.map((event) => JSON.stringify(event)),
    routed,
    runs.map((run) => run.id),
    runs.map((run) => run.functionId),
    runs.map((run) => run.event.id),
    runs.map((run) => run.createdAt),
    runs.map((run) => JSON.stringify(run.outcome ? [] : [...run.jobs.values()].map(jobColumns))),
    runs.map((run) => run.outcome),
    runs.map((run) => (errors.has(run) ? JSON.stringify(errors.get(run)) : null)),
    steps.map(({ run }) => run.id),
    steps.map(({ id }) => id),
    steps.map(({ run, id }) => [...run.steps.keys()].indexOf(id)),
    steps.map(({ run, id }) => JSON.stringify(run.steps.get(id))),
  ];
}

function jobColumns({ stepId, kind, attempt, crashes, dueAt }: Job) {
  return { stepId, kind, attempt, crashes, dueAt };
}

async function load(pool: Pool): Promise<{ runs: Run[]; unrouted: JobEvent[] }> {
  const unrouted = await pool.query<{ payload: JobEvent }>(
    "select payload from jobs.events where not routed order by position",
  );
  const unfinished = await pool.query<{
    id: string;
    function_id: string;
    created_at: Date;
    jobs: Job[];
    payload: JobEvent;
  }>(
    `select r.id, r.function_id, r.created_at, r.jobs, e.payload
     from jobs.runs r join jobs.events e on e.id = r.event_id where r.finished_at is null order by e.position`,
  );
  const steps = await pool.query<{ run_id: string; id: string; memo: Memo }>(
    `select s.run_id, s.id, s.memo from jobs.steps s join jobs.runs r on r.id = s.run_id
     where r.finished_at is null order by s.run_id, s.position`,
  );
  const runs = new Map<string, Run>();
  for (const row of unfinished.rows) {
    const { id, function_id: functionId, payload: event } = row;
    const run = createRun({ id, functionId, event, createdAt: row.created_at.getTime() });
    run.jobs.clear();
    for (const job of row.jobs) addJob(run, job);
    runs.set(id, run);
  }
  for (const { run_id, id, memo } of steps.rows) runs.get(run_id)?.steps.set(id, memo);
  return { runs: [...runs.values()], unrouted: unrouted.rows.map((row) => row.payload) };
}
