import { createAccessToken } from "@/lib/auth/access-tokens";
import { clientAddress, signIn } from "@/lib/auth/sign-in";
import { handle } from "@/lib/http/handle";
import { readJson } from "@/lib/http/read-json";

export const POST = handle(async (request) => {
  const user = await signIn(await readJson(request), clientAddress(request.headers.get("x-forwarded-for")));
  return { ...(await createAccessToken(user.id)), tokenType: "Bearer" };
});
