import { type BodyWatcher, TooLargeError } from "../../limited-fetch";

/** How the body of an answer ended: the client of the SDK does not tell when a stream of events breaks off. */
export interface StreamEnd {
  method: string;
  /** What broke it off; undefined when the server ended it. */
  error: unknown;
  /** Its events have ids, so that the client can ask for the rest of it. */
  resumable: boolean;
}

/** Watches the body of one answer for how it ends. */
export function watchStream(method: string, onEnd: (end: StreamEnd) => void): BodyWatcher {
  let resumable = false;
  return {
    chunk(bytes) {
      resumable ||= /^id:/m.test(Buffer.from(bytes).toString("latin1"));
    },
    end(error) {
      onEnd({ method, error, resumable: resumable && error !== undefined && !(error instanceof TooLargeError) });
    },
  };
}
