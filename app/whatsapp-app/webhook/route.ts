import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { clearWebhook, setWebhook } from "@/lib/channels/sender-webhook";
import { handle } from "@/lib/http/handle";

/** Sets our addresses at Twilio. */
export const PUT = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  return setWebhook(db, actor);
});

/** Clears there what is still ours. */
export const DELETE = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  return clearWebhook(db, actor);
});
