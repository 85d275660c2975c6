/**
 * A signal that aborts with a TimeoutError after `ms`, or when the given one does. Node lets go of an `AbortSignal.timeout`
 * that only an `AbortSignal.any` refers to, and then it never aborts; here the clock holds it.
 */
export function timeLimit(ms: number, signal?: AbortSignal | null): AbortSignal {
  const late = new AbortController();
  const clock = setTimeout(() => late.abort(new DOMException("This took too long.", "TimeoutError")), ms);
  clock.unref();
  return signal ? AbortSignal.any([signal, late.signal]) : late.signal;
}
