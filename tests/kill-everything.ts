import { execFileSync } from "node:child_process";

/** kill -9 of a process and all below it, found before any of them can notice that another has gone. */
export function killEverything(parent: number): void {
  const family = new Set([parent]);
  for (const { pid, ppid } of processes()) if (family.has(ppid)) family.add(pid);
  for (const pid of family) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

export interface RunningProcess {
  pid: number;
  ppid: number;
  command: string;
}

/** Parents come before their children, as they are older. */
export function processes(): RunningProcess[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).trim().split("\n");
  const found = lines.map((line) => {
    const [, pid, ppid, command = ""] = line.match(/^\s*(\d+)\s+(\d+)\s+(.*)$/) ?? [];
    return { pid: Number(pid), ppid: Number(ppid), command };
  });
  return found.sort((one, other) => one.pid - other.pid);
}
