import { receiptBySid } from "@/lib/webhooks/receipt-webhooks";
import { webhookRoute } from "@/lib/webhooks/webhook-route";

export const config = { api: { bodyParser: false } };

export default webhookRoute(receiptBySid);
