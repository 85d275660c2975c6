import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import pg from "pg";
import { freePort } from "../local/ports";

/**
 * Starts a real PostgreSQL in a folder of its own, with its default durability, and removes it on `stop`.
 * Throws when this machine has no PostgreSQL server. Root may not run one: it becomes `postgres`, else `nobody`.
 */
export async function startPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const binaries = findPostgres();
  if (!binaries)
    throw new Error("No PostgreSQL server is installed here: install postgresql, or set TEST_DATABASE_URL.");
  const directory = mkdtempSync(join(tmpdir(), "frontdesk-postgres-"));
  const user = userFor(directory);
  const data = join(directory, "data");
  const port = await freePort();
  execFileSync(join(binaries, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"], {
    ...user,
    cwd: directory,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const settings = ["listen_addresses=127.0.0.1", `unix_socket_directories=${directory}`, "max_connections=150"];
  const server = spawn(
    join(binaries, "postgres"),
    ["-D", data, "-p", String(port), ...settings.flatMap((s) => ["-c", s])],
    { ...user, cwd: directory, stdio: "ignore" },
  );
  // At the latest when this process exits: nobody else knows of it.
  const endWithThis = () => server.kill("SIGQUIT");
  process.once("exit", endWithThis);
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  await answers(url, server);
  return {
    url,
    async stop() {
      process.off("exit", endWithThis);
      server.kill("SIGQUIT");
      if (server.exitCode === null) await once(server, "exit");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The folder of initdb and postgres, newest version first; undefined when there is none. */
export function findPostgres(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
}

function userFor(directory: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const { uid, gid } = identityOf("postgres") ?? identityOf("nobody") ?? { uid: 65534, gid: 65534 };
  chownSync(directory, uid, gid);
  return { uid, gid };
}

function identityOf(user: string): { uid: number; gid: number } | undefined {
  try {
    const id = (flag: string) => Number(execFileSync("id", [flag, user], { stdio: ["ignore", "pipe", "ignore"] }));
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}

async function answers(url: string, server: ReturnType<typeof spawn>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended while starting (exit code ${server.exitCode}).`);
    const client = new pg.Client({ connectionString: url });
    const up = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => {});
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("PostgreSQL did not answer within 20 seconds.");
}
