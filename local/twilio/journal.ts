import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

/**
 * An append-only file of JSON lines. Each line is handed to the operating system before `append` returns, so a killed
 * process loses nothing that it had answered for; a line cut short by the kill is ignored at the next start.
 */
export class Journal<Entry> {
  readonly #path: string;
  #file: number;

  private constructor(path: string, file: number) {
    this.#path = path;
    this.#file = file;
  }

  /** Opens the journal at `path`, creating it when it is missing, and hands its entries, oldest first, to `replay`. */
  static open<Entry>(path: string, replay: (entry: Entry) => void): Journal<Entry> {
    mkdirSync(dirname(path), { recursive: true });
    for (const entry of readEntries<Entry>(path)) replay(entry);
    return new Journal<Entry>(path, openSync(path, "a", 0o600));
  }

  append(entry: Entry): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }

  /** Replaces the whole file by `entries` in one step, so that it does not grow with every change ever made. */
  rewrite(entries: Iterable<Entry>): void {
    const compacted = `${this.#path}.new`;
    writeFileSync(compacted, [...entries].map((entry) => `${JSON.stringify(entry)}\n`).join(""), { mode: 0o600 });
    closeSync(this.#file);
    renameSync(compacted, this.#path);
    this.#file = openSync(this.#path, "a", 0o600);
  }

  close(): void {
    closeSync(this.#file);
  }
}

function readEntries<Entry>(path: string): Entry[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .flatMap((line) => parsed<Entry>(line));
}

function parsed<Entry>(line: string): Entry[] {
  try {
    return line === "" ? [] : [JSON.parse(line) as Entry];
  } catch {
    return [];
  }
}
