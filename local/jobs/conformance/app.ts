/** A small Inngest app over node:http, whose functions note what they do so that tests can wait for it. */
import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/node";
import { freePort } from "./database";

export interface Note {
  /** What happened, in the test's words. */
  what: string;
  /** Of which run: the test's own key, sent in the event. */
  key: string;
  detail?: unknown;
}

export interface Notes {
  add(what: string, key: string, detail?: unknown): void;
  /** All notes of a kind, in order. */
  of(what: string, key?: string): Note[];
  /** Resolves with the notes once there are at least this many. */
  until(what: string, key: string | undefined, count?: number): Promise<Note[]>;
}

export interface TestApp {
  id: string;
  url: string;
  client: Inngest.Any;
  notes: Notes;
  /** Requests that the app has seen, by method. */
  requests: { method: string; signature: string | undefined }[];
  /** Breaks the connection of the next calls, unanswered, as a crash of the app would. */
  crashNextCalls(count: number): void;
  /** Serves on the port chosen at creation. */
  start(functions?: FunctionList): Promise<void>;
  stop(): Promise<void>;
  /** Resolves when no request is under way. */
  idle(): Promise<void>;
}

export type FunctionList = (client: Inngest.Any, notes: Notes) => InngestFunction.Any[];

export interface TestAppOptions {
  functions: FunctionList;
  eventKey: string;
  signingKey: string;
  /** Where its events go. */
  baseUrl: string;
}

export const EVENT_KEY = "test-event-key";
export const SIGNING_KEY = `signkey-test-${"5e".repeat(32)}`;

/** The app does not listen before `start()`, but its URL is known. */
export async function createTestApp(options: TestAppOptions): Promise<TestApp> {
  const id = `conformance-${randomBytes(4).toString("hex")}`;
  const port = await freePort();
  const client: Inngest.Any = new Inngest({
    id,
    eventKey: options.eventKey,
    signingKey: options.signingKey,
    baseUrl: options.baseUrl,
    logger: silent,
  });
  const notes = createNotes();
  const requests: TestApp["requests"] = [];
  let crashes = 0;
  let underWay = 0;
  const changed = new EventEmitter();
  let server: http.Server | undefined;

  return {
    id,
    url: `http://127.0.0.1:${port}/api/inngest`,
    client,
    notes,
    requests,
    crashNextCalls(count) {
      crashes = count;
    },
    async start(functions = options.functions) {
      const handler = serve({ client, functions: functions(client, notes) });
      server = http.createServer((request, response) => {
        const signature = request.headers["x-inngest-signature"]?.toString();
        requests.push({ method: request.method ?? "", signature });
        underWay += 1;
        response.once("close", () => {
          underWay -= 1;
          changed.emit("ended");
        });
        if (request.method === "POST" && crashes > 0) {
          crashes -= 1;
          request.socket.destroy();
        } else handler(request, response);
      });
      await new Promise<void>((resolve) => server?.listen(port, "127.0.0.1", resolve));
      if ((server.address() as AddressInfo).port !== port) throw new Error("The app listens elsewhere");
    },
    async stop() {
      const closed = new Promise((resolve) => server?.close(resolve));
      server?.closeAllConnections();
      if (server) await closed;
      server = undefined;
    },
    async idle() {
      while (underWay > 0) await once(changed, "ended");
    },
  };
}

const silent = { info() {}, warn() {}, error() {}, debug() {} };

function createNotes(): Notes {
  const notes: Note[] = [];
  let waiting: (() => void)[] = [];
  const of = (what: string, key?: string) =>
    notes.filter((note) => note.what === what && (key === undefined || note.key === key));
  return {
    add(what, key, detail) {
      notes.push({ what, key, detail });
      const wake = waiting;
      waiting = [];
      for (const resolve of wake) resolve();
    },
    of,
    async until(what, key, count = 1) {
      while (of(what, key).length < count) await new Promise<void>((resolve) => waiting.push(resolve));
      return of(what, key);
    },
  };
}
