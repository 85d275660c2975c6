import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { disconnectSender } from "@/lib/channels/connect-sender";
import { createWhatsAppApp, getWhatsAppApp, updateWhatsAppApp } from "@/lib/channels/whatsapp-app";
import { handle, json } from "@/lib/http/handle";
import { readJson } from "@/lib/http/read-json";

export const GET = handle(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "configure" });
  return getWhatsAppApp(db);
});

export const POST = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  return json(await createWhatsAppApp(db, await readJson(request), actor), 201);
});

export const PATCH = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  return updateWhatsAppApp(db, await readJson(request), actor);
});

/** Takes the number off the desk; conversations stay. */
export const DELETE = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  return disconnectSender(db, actor);
});
