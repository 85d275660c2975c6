/** What went wrong, for code to branch on. Messages are for people and may change. */
export type ErrorCode =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "in_use"
  | "too_many_requests"
  | "payload_too_large"
  | "unsupported_media_type"
  | "unavailable";

const statusByCode: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  in_use: 409,
  too_many_requests: 429,
  payload_too_large: 413,
  unsupported_media_type: 415,
  unavailable: 503,
};

/** A failure that a person can act on: `message` says what happened and what to do, and is safe to show. */
export class AppError extends Error {
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** One sentence a field, by its path; and how long to wait before the next try. */
    readonly details: { fields?: Record<string, string>; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.name = "AppError";
    this.status = statusByCode[code];
  }
}

/** The same answer for what does not exist and what belongs to somebody else. `field` is the one that named it. */
export function notFound(what: string, field?: string): AppError {
  const sentence = `There is no such ${what}.`;
  return new AppError("not_found", sentence, field ? { fields: { [field]: sentence } } : {});
}

/** What a server action answers: data, or a sentence for the person with one for each field that needs a change. */
export type ActionResult<T> =
  | { ok: true; data: T }
  | {
      ok: false;
      error: {
        code: ErrorCode | "internal";
        message: string;
        fields?: Record<string, string>;
        /** What a form sent, secrets left out, so that a page that comes back without JavaScript still has it. */
        typed?: Record<string, string>;
      };
    };
