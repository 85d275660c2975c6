import pino from "pino";
import { logLevel } from "./env";

/**
 * JSON lines with ids. Never log bodies, whole phone numbers, tokens, or an error of the Twilio client as it came: a raw
 * network error of that client carries the Authorization header and the message.
 */
export const logger = pino({
  level: logLevel(),
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  serializers: { err: plainError },
});

/** Name, message and stack only: further properties of an error may hold requests and their headers. */
function plainError(error: unknown) {
  if (!(error instanceof Error)) return { message: String(error) };
  return { name: error.name, message: error.message, stack: error.stack };
}
