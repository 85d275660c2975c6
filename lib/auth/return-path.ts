/** The request header in which proxy.ts tells a page its own address. */
export const pathHeader = "x-frontdesk-path";

/** A page of ours to come back to, as an address without origin; null for everything else, which might lead elsewhere. */
export function returnPath(given: unknown): string | null {
  if (typeof given !== "string" || given.length > 1_000 || !/^\/[a-z0-9][\w\-./?&=%+:~]*$/i.test(given)) return null;
  return given === "/sign-in" || given.startsWith("/sign-in?") ? null : given;
}

/** The sign-in page, which leads back to the page that was asked for. */
export function signInPath(asked: string | null): `/sign-in${string}` {
  const path = returnPath(asked);
  return path ? `/sign-in?next=${encodeURIComponent(path)}` : "/sign-in";
}
