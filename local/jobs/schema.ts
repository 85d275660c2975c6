/** The executor's tables: their own schema `jobs` beside the app's, made by the executor itself at start. */

/**
 * Safe to run again. `json`, not `jsonb`: payloads come back as they were, and may hold U+0000.
 * - `events`: accepted events; `routed` once the runs they start or cancel are recorded. Their ids are what events are
 *   deduplicated by, so a row stays for 24 h and for as long as a run of it does.
 * - `runs`: `jobs` is what is left to do; `finished_at` and `outcome` are set together.
 * - `steps`: finished steps, in the order of completion.
 * - `lease`: one row, so that two executors never work on one database.
 */
export const JOBS_SCHEMA = `
create schema if not exists jobs;
create table if not exists jobs.events (
  id text primary key,
  position bigint generated always as identity,
  payload json not null,
  received_at timestamptz not null default now(),
  routed boolean not null default false
);
create table if not exists jobs.runs (
  id text primary key,
  function_id text not null,
  event_id text not null references jobs.events (id),
  created_at timestamptz not null,
  jobs json not null,
  outcome text,
  error json,
  finished_at timestamptz
);
create index if not exists runs_event_id on jobs.runs (event_id);
create table if not exists jobs.steps (
  run_id text not null references jobs.runs (id) on delete cascade,
  id text not null,
  position integer not null,
  memo json not null,
  primary key (run_id, id)
);
create table if not exists jobs.lease (
  single boolean primary key default true check (single),
  holder text not null,
  host text not null,
  pid integer not null,
  started_at bigint not null,
  renewed_at timestamptz not null default now()
);
`;
