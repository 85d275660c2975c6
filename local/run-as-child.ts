export interface Running {
  /** What the parent is told once all is up. */
  report: Record<string, unknown>;
  stop(): Promise<void>;
}

/**
 * The life of a process that `local/start.ts` forked: starts, sends `{ ready: true, ...report }`, and stops on SIGTERM
 * or when the parent is gone, however it went. Ctrl-C reaches the whole group, but the parent decides the order.
 */
export async function runAsChild(start: () => Promise<Running>): Promise<void> {
  let running: Running | undefined;
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await running?.stop().catch((error) => console.error(error));
    process.exit(0);
  };
  process.on("SIGINT", () => {});
  process.on("SIGTERM", stop);
  process.on("disconnect", stop);
  try {
    running = await start();
    process.send?.({ ready: true, ...running.report });
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}
