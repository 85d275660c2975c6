import type { IncomingMessage, ServerResponse } from "node:http";
import byKey from "@/pages/api/webhooks/whatsapp/twilio/[appKey]";
import byFallback from "@/pages/api/webhooks/whatsapp/twilio/fallback";
import byNumber from "@/pages/api/webhooks/whatsapp/twilio/index";
import receiptOfMessage from "@/pages/api/webhooks/whatsapp/twilio/status/[outboundId]";
import receiptBySid from "@/pages/api/webhooks/whatsapp/twilio/status/index";

/** Answers a webhook as Next does: by the page at its address, with what the page's name takes from it. False for no page. */
export async function answerWebhook(incoming: IncomingMessage, outgoing: ServerResponse): Promise<boolean> {
  const [path = ""] = (incoming.url ?? "").split("?");
  const rest = path.match(/^\/webhooks\/whatsapp\/twilio(?:\/(.+))?$/);
  const [page, query] = rest ? pageAt(rest[1]) : [];
  await page?.(Object.assign(incoming, { query }) as never, outgoing as never);
  return page !== undefined;
}

function pageAt(rest: string | undefined): [typeof byNumber?, Record<string, string>?] {
  if (rest === undefined) return [byNumber, {}];
  if (rest === "fallback") return [byFallback, {}];
  if (rest === "status") return [receiptBySid, {}];
  const [first = "", second, ...more] = rest.split("/");
  if (first === "status" && second && more.length === 0) return [receiptOfMessage, { outboundId: second }];
  return second === undefined ? [byKey, { appKey: first }] : [];
}
