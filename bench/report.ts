import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import type { AddedTime } from "./added-time";
import type { BurstResult } from "./burst";
import type { IntakeResult } from "./intake";
import type { Summary } from "./statistics";

export interface Figures {
  intake: IntakeResult;
  /** On the same real PostgreSQL, with replies running. */
  replies: { ours: Summary; messages: number; memoryMb: number; burst: BurstResult };
  /** On the embedded database. */
  embedded: { addedTime: AddedTime; burst: BurstResult };
}

export interface Bar {
  name: string;
  measured: string;
  bar: string;
  met: boolean;
}

/** What issue and README promise, beside what was measured. */
export function judge({ intake, replies, embedded }: Figures): Bar[] {
  return [
    atLeast("Intake: ours to the in-memory bot", intake.oursToChatAdapter, 1.1),
    atLeast("Intake: ours to a bare route", intake.oursToBare, 0.65),
    atMost("Intake: webhook answered, p99", intake.ours.p99, 100, "ms"),
    atMost("Replies running: webhook answered, p99", replies.ours.p99, 1_000, "ms"),
    atMost("Added time from webhook to create call, p50", embedded.addedTime.p50, 150, "ms"),
    atMost(`App's memory after ${replies.messages} messages`, replies.memoryMb, 400, "MB"),
    burstBar("PostgreSQL", replies.burst),
    burstBar("embedded database", embedded.burst),
  ];
}

/** The tables for a terminal. */
export function print(figures: Figures, bars: Bar[]): void {
  const { intake, replies } = figures;
  const row = (name: string, { perSecond, p50, p99 }: Summary) => [
    name,
    perSecond.toFixed(0),
    p50.toFixed(1),
    p99.toFixed(1),
  ];
  const speeds = [
    row("ours, durable (a)", intake.ours),
    row("bare Next route (b)", intake.bare),
    row("in-memory bot (c)", intake.chatAdapter),
    row("ours, replies running", replies.ours),
  ];
  console.log(`\n${table(["Signed webhooks", "a second", "p50 ms", "p99 ms"], speeds)}`);
  const judged = bars.map(({ name, measured, bar, met }) => [name, measured, bar, met ? "met" : "NOT MET"]);
  console.log(`\n${table(["Figure", "measured", "bar", ""], judged)}\n`);
}

/** Writes everything that was measured as JSON and returns the file's path. */
export function save(figures: Figures, bars: Bar[], options: object): string {
  const directory = join(import.meta.dirname, "results");
  mkdirSync(directory, { recursive: true });
  const at = new Date().toISOString();
  const machine = {
    processor: cpus()[0]?.model,
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
  const path = join(directory, `${at.replaceAll(":", "-")}.json`);
  writeFileSync(path, `${JSON.stringify({ at, machine, options, bars, ...figures }, null, 2)}\n`);
  return path;
}

function atLeast(name: string, value: number, least: number): Bar {
  return { name, measured: `${value.toFixed(2)} ×`, bar: `≥ ${least} ×`, met: value >= least };
}

function atMost(name: string, value: number, most: number, unit: string): Bar {
  return { name, measured: `${value.toFixed(0)} ${unit}`, bar: `≤ ${most} ${unit}`, met: value <= most };
}

function burstBar(database: string, burst: BurstResult): Bar {
  const { messages, customers, stored, answered, answeredTwice, customersAnswered } = burst;
  return {
    name: `${messages} messages of ${customers} customers at once, ${database}`,
    measured: `${stored} stored, ${answered} answered, ${answeredTwice} twice`,
    bar: "all once",
    met: stored === messages && answered === messages && answeredTwice === 0 && customersAnswered === customers,
  };
}

/** Columns of text; the first one to the left, figures to the right. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("   ");
  return [line(head), widths.map((width) => "─".repeat(width)).join("───"), ...rows.map(line)].join("\n");
}
