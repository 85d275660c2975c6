import { requireApiCaller } from "@/lib/auth/require-api-caller";
import { readGatewayUsage } from "@/lib/gateway/read-gateway-usage";
import { gatewayUsageRequest } from "@/lib/gateway/schema";
import { handle } from "@/lib/http/handle";
import { parseInput } from "@/lib/parse-input";

/** GET /gateway-usage?days= answers what each caller of the gateway used. */
export const GET = handle(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "manage-api-tokens" });
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  return readGatewayUsage(db, parseInput(gatewayUsageRequest, asked));
});
