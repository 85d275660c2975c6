import { messageByNumber } from "@/lib/webhooks/message-webhooks";
import { webhookRoute } from "@/lib/webhooks/webhook-route";

export const config = { api: { bodyParser: false } };

export default webhookRoute(messageByNumber);
