"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";

/** Several changes at once are one reading of the page. */
const coalesceMs = 150;
/** Waiting times and the 24-hour window count on without any message. */
const rereadMs = 60_000;
const slowestRetryMs = 30_000;

/**
 * Reads the page again when the server tells of a change, and each minute. Listens only while the page is seen: hidden
 * pages cost nothing and catch up when they are looked at. A lost connection is opened again.
 *
 * @param readAt when the server read this page: changes since then are told on connecting
 */
export function LiveUpdates({ eventsPath, readAt }: { eventsPath: string; readAt: number }) {
  const router = useRouter();
  const lastRead = useRef(readAt);
  lastRead.current = readAt;

  useEffect(() => {
    let source: EventSource | undefined;
    let pending: number | undefined;
    let retry: number | undefined;
    let retryMs = 1_000;

    function reread() {
      pending ??= window.setTimeout(() => {
        pending = undefined;
        router.refresh();
      }, coalesceMs);
    }

    function connect() {
      source = new EventSource(`${eventsPath}?since=${lastRead.current}`);
      source.addEventListener("changed", reread);
      source.addEventListener("open", () => {
        retryMs = 1_000;
      });
      source.addEventListener("error", () => {
        // The browser's own retry would ask with the old time: open a new one. A session that has ended shows on reading.
        disconnect();
        retry = window.setTimeout(start, retryMs);
        retryMs = Math.min(retryMs * 2, slowestRetryMs);
      });
    }

    function start() {
      if (document.hidden || source) return;
      connect();
      if (Date.now() - lastRead.current > rereadMs) reread();
    }

    function disconnect() {
      source?.close();
      source = undefined;
      window.clearTimeout(retry);
    }

    function onVisibility() {
      if (document.hidden) disconnect();
      else start();
    }

    const tick = window.setInterval(() => !document.hidden && reread(), rereadMs);
    document.addEventListener("visibilitychange", onVisibility);
    start();
    return () => {
      disconnect();
      window.clearInterval(tick);
      window.clearTimeout(pending);
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [eventsPath, router]);

  return null;
}
