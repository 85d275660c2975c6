interface GatewayCall {
  label: string;
  code: string;
  hint: string;
}

/** The same question by curl and in TypeScript, to paste as they are once TOKEN is set. */
export function gatewayCalls(endpoint: string, model: string): GatewayCall[] {
  const name = JSON.stringify(model);
  const body = `{
    "model": ${name},
    "messages": [{ "role": "user", "content": "When are you open?" }]
  }`;
  return [
    {
      label: "curl",
      code: `curl -sS ${endpoint}/chat/completions \\
  -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '${body.replaceAll("'", "'\\''")}'`,
      hint: "TOKEN is an API token from above: export TOKEN=…",
    },
    {
      label: "TypeScript",
      code: `import { env } from "node:process";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: "${endpoint}", apiKey: env.TOKEN });

const completion = await client.chat.completions.create({
  model: ${name},
  messages: [{ role: "user", content: "When are you open?" }],
});
console.log(completion.choices[0]?.message.content);`,
      hint: "After npm install openai. The AI SDK’s OpenAI-compatible provider takes the same base URL and token.",
    },
  ];
}
