import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { checkSender } from "@/lib/channels/check-sender";
import { handle } from "@/lib/http/handle";

/** Asks Twilio about account and sender, now. */
export const POST = handle(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "configure" });
  return checkSender(db);
});
