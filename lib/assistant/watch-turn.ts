import { logger } from "../logger";

const lookEveryMs = 700;

/**
 * Looks again and again whether work on a turn is still wanted, and aborts its signal when it is not. A look that fails
 * says nothing. Stop it when the work has ended.
 */
export function watchTurn(conversationId: string, isWanted: () => Promise<boolean>) {
  const overtaken = new AbortController();
  const timer = setInterval(async () => {
    try {
      if (!(await isWanted())) overtaken.abort(new Error("overtaken"));
    } catch (error) {
      logger.warn({ err: error, conversationId }, "could not look whether an answer was overtaken");
    }
  }, lookEveryMs);
  return { signal: overtaken.signal, stop: () => clearInterval(timer) };
}
