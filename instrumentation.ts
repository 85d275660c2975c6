/** Runs once when a server starts, before it answers: checks the environment and hands over what the outbox holds. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { env } = await import("./lib/env");
  try {
    env();
  } catch (error) {
    // Next would go on and answer every request with 500.
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
  const { startOutbox } = await import("./lib/outbox");
  const { deliverEvents } = await import("./inngest/client");
  await startOutbox(deliverEvents);
}
