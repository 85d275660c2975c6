import { Pool } from "undici";

export interface GatewayTarget {
  url: string;
  headers?: Record<string, string>;
  body: object;
}

/**
 * Asks so often, over so many connections, each of which asks again as soon as it was answered. Gives for each whole
 * answer the ms that it took beyond what the provider says that it took itself. Throws when an answer is not 200.
 */
export function measureOverhead(target: GatewayTarget, load: Load): Promise<number[]> {
  return ask(target, load, async (body, sentAt) => {
    const { choices } = (await body.json()) as { choices: { message: { content: string } }[] };
    return performance.now() - sentAt - Number(choices[0]?.message.content);
  });
}

/** Gives for each streamed answer the ms from when the provider let its first word go to when it was here. */
export function measureFirstChunk(target: GatewayTarget, load: Load): Promise<number[]> {
  return ask({ ...target, body: { ...target.body, stream: true } }, load, async (body) => {
    let text = "";
    let delay: number | undefined;
    for await (const chunk of body) {
      text += chunk;
      const sentAt = delay === undefined ? /"content":"(\d+(?:\.\d+)?)"/.exec(text)?.[1] : undefined;
      if (sentAt) delay = performance.timeOrigin + performance.now() - Number(sentAt);
    }
    if (delay === undefined) throw new Error(`No first word in: ${text}`);
    return delay;
  });
}

export interface Load {
  connections: number;
  requests: number;
}

type Body = Awaited<ReturnType<Pool["request"]>>["body"];

async function ask(
  { url, headers, body }: GatewayTarget,
  { connections, requests }: Load,
  measure: (body: Body, sentAt: number) => Promise<number>,
): Promise<number[]> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1, headersTimeout: 60_000 });
  const times: number[] = [];
  let left = requests;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left-- > 0) {
        const sentAt = performance.now();
        const answer = await pool.request({
          path: pathname,
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: JSON.stringify(body),
        });
        if (answer.statusCode !== 200)
          throw new Error(`${url} answered ${answer.statusCode}: ${await answer.body.text()}`);
        times.push(await measure(answer.body, sentAt));
      }
    }),
  );
  await pool.close();
  return times;
}
