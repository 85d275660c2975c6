import OpenAI from "openai";
import type { Provider } from "@/generated/prisma/enums";
import type { Permission } from "@/lib/auth/permissions";
import { createApiToken } from "@/lib/organizations/api-tokens";
import { startModels } from "@/local/models";
import { makeOrganization, type TestOrganization } from "./make-organization";
import { startRecordingProxy } from "./recording-proxy";
import { type Handler, type Route, serveHandlers } from "./serve-handlers";

export const providers = ["openai", "openai_compatible", "anthropic"] as const satisfies Provider[];

export type Gateway = Awaited<ReturnType<typeof startGateway>>;

/** The gateway's own route handlers behind a real HTTP server, and the model simulator behind a proxy that keeps what it was asked. */
export async function startGateway() {
  const models = await startModels();
  const wire = await startRecordingProxy(models.baseUrl);
  const completions = (await import("@/app/v1/chat/completions/route")) as unknown as Record<string, Handler>;
  const list = (await import("@/app/v1/models/route")) as unknown as Record<string, Handler>;
  const one = (await import("@/app/v1/models/[id]/route")) as unknown as Record<string, Handler>;
  const elsewhere = (await import("@/app/v1/[...path]/route")) as unknown as Record<string, Handler>;
  const route: Route = (path, method) => {
    const [, id] = path.match(/^\/v1\/models\/([^/]+)$/) ?? [];
    const [module, params] =
      path === "/v1/chat/completions"
        ? [completions, {}]
        : path === "/v1/models"
          ? [list, {}]
          : id
            ? [one, { id: decodeURIComponent(id) }]
            : [elsewhere, {}];
    const handler = module?.[method];
    return handler ? [handler, params as Record<string, string>] : null;
  };
  const server = await serveHandlers(() => route);
  const baseURL = `${server.url}/v1`;
  return {
    baseURL,
    wire,
    /** An organisation whose model is the simulator, of this provider, with a token for the gateway. */
    async organization(provider: Provider = "openai_compatible") {
      const organization = await makeOrganization({ modelBaseUrl: wire.baseUrl });
      await organization.db.providerKey.update({ where: { id: organization.providerKey.id }, data: { provider } });
      const { token, id } = await makeToken(organization);
      return { ...organization, token, tokenId: id, client: new OpenAI({ apiKey: token, baseURL, maxRetries: 0 }) };
    },
    async stop() {
      await server.idle();
      await server.close();
      await wire.stop();
      await models.stop();
    },
  };
}

export type GatewayOrganization = Awaited<ReturnType<Gateway["organization"]>>;

/** A token of the owner's for these scopes. */
export function makeToken(
  { db, owner }: TestOrganization,
  scopes: Permission[] = ["use-gateway"],
  requestsPerMinute = 10_000,
) {
  return createApiToken(db, { actor: owner, role: "owner" }, { name: "Client", scopes, requestsPerMinute });
}
