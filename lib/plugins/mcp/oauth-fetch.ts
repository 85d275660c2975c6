import { limitedFetch } from "./limited-fetch";

const limited = limitedFetch(1024 * 1024);
const timeoutMs = 10_000;

/** How authorization servers are asked: guarded as the MCP servers that name them are, each request with its time limit. */
export const oauthFetch: typeof limited = (input, init) => {
  const inTime = AbortSignal.timeout(timeoutMs);
  return limited(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, inTime]) : inTime });
};
