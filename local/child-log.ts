import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

const largestBytes = 10 * 1024 * 1024;
const shownLines = 30;

/** Where a process writes. It is given the file itself, not a pipe, so that what it wrote outlives its parent. */
export class ChildLog {
  readonly path: string;

  constructor(directory: string, name: string) {
    mkdirSync(directory, { recursive: true });
    this.path = join(directory, `${name.toLowerCase().replaceAll(" ", "-")}.log`);
    if (this.#size() > largestBytes) renameSync(this.path, `${this.path}.1`);
  }

  /** Hands the open file to `use`; an error of it gets `sentence` in front and the end of what was written behind. */
  async explain<T>(sentence: string, use: (output: number) => Promise<T>): Promise<T> {
    const output = openSync(this.path, "a", 0o600);
    const before = this.#size();
    try {
      return await use(output);
    } catch (error) {
      const written = readFileSync(this.path).subarray(before).toString("utf8").trim();
      const end = written.split("\n").slice(-shownLines).join("\n");
      throw new Error(`${sentence} ${(error as Error).message}\n${end}\nIts whole log: ${this.path}`);
    } finally {
      closeSync(output);
    }
  }

  #size(): number {
    return statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
  }
}
