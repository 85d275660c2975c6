import { limitedFetch } from "../../limited-fetch";
import { timeLimit } from "../../time-limit";

const limited = limitedFetch(1024 * 1024);
const timeoutMs = 10_000;

/** How authorization servers are asked: guarded as the MCP servers that name them are, each request with its time limit. */
export const oauthFetch: typeof limited = (input, init) =>
  limited(input, { ...init, signal: timeLimit(timeoutMs, init?.signal) });
