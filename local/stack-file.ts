import { rmSync } from "node:fs";
import { join } from "node:path";
import { writePrivately } from "./write-privately";

/** What scripts and tests need to use a running stack. Absent parts are null. */
export interface StackDescription {
  panelUrl: string;
  publicUrl: string;
  webhookUrl: string;
  /** Followed by a slash and the id of the outbound message. */
  statusUrl: string;
  /** The demo's owner and organisation; empty with DEMO=0. The password is null when the account is older than the data folder. */
  owner: { email: string; password: string | null };
  organizationId: string;
  organizationSlug: string;
  databaseUrl: string;
  jobs: { url: string } | null;
  twilio: { apiUrl: string; accountSid: string; authToken: string; number: string; phoneUrl: string } | null;
  model: { baseUrl: string; apiKey: string; model: string } | null;
}

/** `stack.json` stands in the data folder as long as the stack is up: written last, removed first. */
export function writeStackFile(dataDirectory: string, stack: StackDescription): void {
  writePrivately(pathIn(dataDirectory), stack);
}

export function removeStackFile(dataDirectory: string): void {
  rmSync(pathIn(dataDirectory), { force: true });
}

function pathIn(dataDirectory: string): string {
  return join(dataDirectory, "stack.json");
}
