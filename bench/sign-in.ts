import type { StackDescription } from "../local/stack-file";

export interface Session {
  cookie: string;
  accessToken: string;
}

/** Signs the demo's owner in as a browser without JavaScript does, and takes a token for the API. */
export async function signIn({ panelUrl, owner }: StackDescription): Promise<Session> {
  const credentials = { email: owner.email, password: owner.password ?? "" };
  const page = await fetch(`${panelUrl}/sign-in`);
  const form = new FormData();
  for (const [tag] of (await page.text()).matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    if (name)
      form.append(name, (/value="([^"]*)"/.exec(tag)?.[1] ?? "").replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
  }
  for (const [name, value] of Object.entries(credentials)) form.append(name, value);
  const answer = await fetch(`${panelUrl}/sign-in`, {
    method: "POST",
    body: form,
    redirect: "manual",
    headers: { Origin: new URL(panelUrl).origin },
  });
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  if (!cookie) throw new Error(`Signing in answered ${answer.status} and no cookie.`);

  const token = await fetch(`${panelUrl}/auth/token`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(credentials),
  });
  return { cookie, ...((await token.json()) as { accessToken: string }) };
}
