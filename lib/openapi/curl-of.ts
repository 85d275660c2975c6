/** A call that can be pasted: DESK and TOKEN, an API token, are set once. */
export function curlOf(call: {
  method: string;
  path: string;
  query: string;
  body: unknown;
  signedIn: boolean;
}): string {
  const { method, path, query, body, signedIn } = call;
  const post = body !== undefined;
  const options = [
    method !== "GET" && !(post && method === "POST") ? `-X ${method} ` : "",
    `"$DESK${path}${query ? `?${query}` : ""}"`,
  ].join("");
  const headers = signedIn ? [`-H "Authorization: Bearer $TOKEN"`] : [];
  const data = post
    ? [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(body, null, 2).replaceAll("'", "'\\''")}'`]
    : [];
  return [`curl -sS ${options}`, ...headers, ...data].join(" \\\n  ");
}
