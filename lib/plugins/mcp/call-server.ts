import { type CallToolResult, CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import type { Plugin } from "@/generated/prisma/client";
import type { TenantDatabase } from "../../db/for-organization";
import { resultText } from "./result-text";
import { ServerFailure } from "./server-failure";
import { withServer } from "./with-server";

/** How one call went: what the tool said, whether it calls that a failure, or why it said nothing. */
export type Answer =
  | { text: string; isError: boolean }
  | {
      failure: ServerFailure;
      /** The server may have carried it out. */
      mayBeDone: boolean;
    };

/** Calls a tool of a server, with the call's id as its idempotency key. Connecting is within the signal's time too. */
export async function callServer(
  db: TenantDatabase,
  plugin: Plugin,
  call: { id: string; tool: string; input: Record<string, unknown> },
  signal: AbortSignal,
): Promise<Answer> {
  let sent = false;
  const params = { name: call.tool, arguments: call.input, _meta: { "frontdesk/idempotencyKey": call.id } };
  try {
    const result: CallToolResult = await withServer(db, plugin, signal, (connection) => {
      sent = true;
      return connection.request({ method: "tools/call", params }, CallToolResultSchema);
    });
    return { text: resultText(result), isError: result.isError === true };
  } catch (failure) {
    if (!(failure instanceof ServerFailure)) throw failure;
    return { failure, mayBeDone: sent && failure.details.mayHaveArrived === true };
  }
}
