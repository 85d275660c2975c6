import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStage } from "../test-stage";

let stage: Awaited<ReturnType<typeof startStage>>;
let html: string;
let policy: string;

beforeAll(async () => {
  stage = await startStage();
  const response = await fetch(stage.simulator.phoneUrl);
  policy = response.headers.get("content-security-policy") ?? "";
  html = await response.text();
});
afterAll(() => stage.close());

/** Every address that a page, a style sheet or a script names, from this server alone. */
function addressesIn(text: string, base: string): string[] {
  const named = text.matchAll(/(?:href|src)="(\/[^"#]+)"|url\((\.[^)]+)\)|from "(\.[^"]+)"/g);
  return [...named].map(([, link, file, module]) => new URL(link ?? file ?? module ?? "", base).href);
}

describe("The phone page", () => {
  test("names only files that are there, down to the fonts and modules", async () => {
    const seen = new Map<string, number>();
    const queue = addressesIn(html, stage.simulator.phoneUrl);
    for (let address = queue.pop(); address; address = queue.pop()) {
      if (seen.has(address)) continue;
      const response = await fetch(address);
      seen.set(address, response.status);
      if (/\.(css|js)$/.test(address)) queue.push(...addressesIn(await response.text(), address));
    }
    expect([...seen].filter(([, status]) => status !== 200)).toEqual([]);
    expect([...seen.keys()].filter((address) => address.endsWith(".woff2")).length).toBeGreaterThan(5);
  });

  test("allows no inline script or style, and has none", () => {
    expect(policy).toContain("script-src 'self'; style-src 'self'");
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/);
  });

  test("follows the system's theme unless the address says otherwise", async () => {
    const theme = async (query: string) =>
      /<html[^>]*>/.exec(await (await fetch(stage.simulator.phoneUrl + query)).text())?.[0];
    expect(html).toContain('<html lang="en">');
    expect(await theme("?theme=dark")).toContain('data-theme="dark"');
    expect(await theme("?theme=%22onload%3D")).toBe('<html lang="en">');
  });

  test("offers every scripted number and every error code", async () => {
    const { numbers, codes } = await stage.get("/_sim/faults");
    for (const { number } of numbers) expect(html).toContain(`data-number="${number}"`);
    for (const { code } of codes) expect(html).toContain(`<option value="${code}"`);
  });
});
