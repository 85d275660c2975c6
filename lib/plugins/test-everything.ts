import { startStranger } from "./test-stranger";

/** The MCP project's own server, which exercises all of the protocol, as a process of its own. */
export function startEverything(mode: "streamableHttp" | "sse") {
  return startStranger(mode === "sse" ? "everythingOverSse" : "everything");
}
