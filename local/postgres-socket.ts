import { createServer, type Socket } from "node:net";
import type { PGlite } from "@electric-sql/pglite";

/**
 * Serves a PGlite to any Postgres client. All connections share its one session, so that they take turns: a turn is
 * everything that a client sends up to and including Sync (or one simple query), and while a transaction is open only
 * its own connection has turns.
 *
 * `@electric-sql/pglite-socket` 0.2 takes turns by single protocol messages instead. Two clients' unnamed statements then
 * overwrite each other, and one client is given the rows of another's query (tried: it happened at 20 clients).
 */
export async function servePostgres(db: PGlite, { host, port }: { host: string; port: number }) {
  const turns = new Turns(db);
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serveConnection(socket, turns);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("The system gave no port.");
  return {
    port: address.port,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
      await turns.stop();
    },
  };
}

const sslRequest = 80877103;
const gssRequest = 80877104;
const cancelRequest = 80877102;
/** Messages after which a client waits for an answer: Query, FunctionCall, Sync, Flush, CopyDone, CopyFail, password. */
const endsTurn = new Set([..."QFSHcfp"].map((letter) => letter.charCodeAt(0)));
const terminate = "X".charCodeAt(0);

function serveConnection(socket: Socket, turns: Turns): void {
  const connection = {};
  let received: Buffer = Buffer.alloc(0);
  let turn: Buffer[] = [];
  let started = false;

  socket.on("data", (data: Buffer) => {
    received = received.length === 0 ? data : Buffer.concat([received, data]);
    for (let message = nextMessage(); message; message = nextMessage()) take(message);
  });
  socket.on("error", () => socket.destroy());
  socket.on("close", () => turns.leave(connection));

  /** Before it has started, a message has no type byte (protocol 3.0, "Message Formats"). */
  function nextMessage(): Buffer | null {
    const header = started ? 1 : 0;
    if (received.length < header + 4) return null;
    const length = header + received.readInt32BE(header);
    if (received.length < length) return null;
    const message = received.subarray(0, length);
    received = received.subarray(length);
    return message;
  }

  function take(message: Buffer): void {
    if (!started) start(message);
    else if (message[0] === terminate) socket.end();
    else {
      turn.push(message);
      if (endsTurn.has(message[0] ?? 0)) speak();
    }
  }

  function speak(): void {
    turns.take(connection, turn, (answer) => socket.writable && socket.write(answer));
    turn = [];
  }

  function start(message: Buffer): void {
    const code = message.readInt32BE(4);
    if (code === sslRequest || code === gssRequest) socket.write("N");
    else if (code === cancelRequest) socket.end();
    else {
      started = true;
      turn.push(message);
      speak();
    }
  }
}

interface Turn {
  connection: object;
  messages: Buffer[];
  answer: (data: Uint8Array) => void;
}

/** Who may speak to the one session, and when. */
class Turns {
  readonly #db: PGlite;
  #waiting: Turn[] = [];
  /** Whose transaction is open. */
  #holder: object | null = null;
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(db: PGlite) {
    this.#db = db;
  }

  take(connection: object, messages: Buffer[], answer: (data: Uint8Array) => void): void {
    this.#waiting.push({ connection, messages, answer });
    this.#run();
  }

  /** Drops what a closed connection still wanted, and rolls back the transaction that it left open. */
  leave(connection: object): void {
    this.#waiting = this.#waiting.filter((turn) => turn.connection !== connection);
    this.#waiting.unshift({ connection, messages: [], answer: () => {} });
    this.#run();
  }

  /** Ends after the turn that is under way: the rest, and whatever still comes, is dropped. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#waiting = [];
    await this.#running;
  }

  #run(): void {
    if (this.#stopped) return;
    this.#running ??= this.#serve().finally(() => {
      this.#running = null;
    });
  }

  async #serve(): Promise<void> {
    for (let turn = this.#next(); turn && !this.#stopped; turn = this.#next()) {
      const { connection, messages, answer } = turn;
      if (messages.length === 0) await this.#rollBack(connection);
      else await this.#execute(messages, answer);
      this.#holder = this.#db.isInTransaction() ? connection : null;
    }
  }

  #next(): Turn | undefined {
    const holder = this.#holder;
    const index = holder ? this.#waiting.findIndex((turn) => turn.connection === holder) : 0;
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  async #execute(messages: Buffer[], answer: (data: Uint8Array) => void): Promise<void> {
    await this.#db.runExclusive(async () => {
      for (const message of messages) {
        await this.#db.execProtocolRawStream(new Uint8Array(message), {
          onRawData: (data) => answer(Buffer.from(data)),
        });
      }
    });
  }

  async #rollBack(connection: object): Promise<void> {
    if (this.#holder === connection && this.#db.isInTransaction()) await this.#db.exec("ROLLBACK");
  }
}
