import { createAccessToken } from "@/lib/auth/access-tokens";

/** Who asks, and for which organisation. */
export interface ApiClient {
  request(method: string, path: string, body?: unknown): Request;
}

/** Requests to the HTTP API as this user would send them, with a token of their own. */
export async function apiClient(userId: string, organizationId: string): Promise<ApiClient> {
  const { accessToken } = await createAccessToken(userId);
  return {
    request: (method, path, body) =>
      new Request(`https://desk.example.test${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${accessToken}`,
          "X-Org-Id": organizationId,
          ...(body !== undefined && { "Content-Type": "application/json" }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      }),
  };
}
