import { AppError } from "../errors";
import { deliveryProblem } from "./error-codes";

/**
 * What stands in the way of an answer by Twilio's REST API.
 *
 * - `credentials`: Account SID and Auth Token do not fit each other.
 * - `account`: the account is suspended or closed.
 * - `missing`: what was asked for is not in this account.
 * - `rights`: these credentials may not do this.
 * - `unreachable`: no answer, too many requests, or a fault on Twilio's side; later it may work.
 * - `refused`: anything else.
 */
export type TwilioProblem = "credentials" | "account" | "missing" | "rights" | "unreachable" | "refused";

/** Its message is a sentence for the owner; it holds neither the request nor the Authorization header. */
export class TwilioError extends Error {
  override name = "TwilioError";

  constructor(
    readonly problem: TwilioProblem,
    /** Twilio's own; 0 when there was no answer. */
    readonly errorCode: number,
    message: string,
  ) {
    super(message);
  }

  /** The same for an owner; `field` is the one that the credentials came from. */
  toAppError(field?: string): AppError {
    if (this.problem === "unreachable") return new AppError("unavailable", this.message);
    const fields = field && this.problem === "credentials" ? { [field]: this.message } : undefined;
    return new AppError(fields ? "invalid" : "conflict", this.message, { fields });
  }
}

/** Makes one call of Twilio's client. Throws TwilioError alone: what the client throws carries the credentials. */
export async function askTwilio<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { status, code } = error as { status?: number; code?: number | string };
    throw toTwilioError(typeof status === "number" ? status : 0, typeof code === "number" ? code : 0);
  }
}

function toTwilioError(status: number, code: number): TwilioError {
  const errorCode = code || status;
  if (errorCode === 20005 || errorCode === 30002)
    return new TwilioError("account", errorCode, deliveryProblem(20005).sentence);
  if (status === 401)
    return new TwilioError(
      "credentials",
      errorCode,
      "Twilio refuses the credentials (20003). Enter SID and token again.",
    );
  if (status === 403) return new TwilioError("rights", errorCode, "Twilio does not let these credentials do this.");
  if (status === 404) return new TwilioError("missing", errorCode, "Twilio does not have this in the account.");
  if (status === 0) return new TwilioError("unreachable", 0, "Twilio could not be reached. Try again in a moment.");
  if (status === 429 || status >= 500)
    return new TwilioError("unreachable", errorCode, `Twilio had a fault (${errorCode}). Try again in a moment.`);
  return new TwilioError("refused", errorCode, `Twilio did not accept this (${errorCode}).`);
}
