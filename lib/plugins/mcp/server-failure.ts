import type { StreamEnd } from "./watch-stream";

/** What a 401 says of where to be authorised. */
export interface Challenge {
  resourceMetadataUrl?: URL | undefined;
  scope?: string | undefined;
}

export interface FailureDetails {
  /** The server may have had the request, and may have done what it asks for. */
  mayHaveArrived?: boolean;
  /** The server asks for authorisation (401). */
  challenge?: Challenge;
  status?: number;
  /** What the owner can do about it; nothing for the model. */
  advice?: string;
}

/** Why a server gave no result: a sentence for the owner and the model, without anything of ours in it. */
export class ServerFailure extends Error {
  override name = "ServerFailure";

  constructor(
    sentence: string,
    readonly details: FailureDetails = {},
  ) {
    super(sentence);
  }

  /** What happened, and what to do about it. */
  get forOwner(): string {
    const { advice } = this.details;
    return advice ? `${this.message} ${advice}` : this.message;
  }
}

/** A stream that broke off, as an error. */
export function lostConnection({ error }: StreamEnd): unknown {
  return (
    error ?? new ServerFailure("The server closed the connection before it had answered.", { mayHaveArrived: true })
  );
}
