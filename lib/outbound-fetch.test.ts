import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { isPublicAddress } from "./outbound-fetch";

let server: Server;
let port: number;
let requests = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    requests++;
    if (request.url === "/redirect") response.writeHead(302, { Location: "/secret" }).end();
    else response.end("secret");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.close();
});

/** The module as a process started with ALLOW_PRIVATE_NETWORK set so would have it. */
async function outbound(allowPrivateNetwork: "0" | "1") {
  vi.stubEnv("ALLOW_PRIVATE_NETWORK", allowPrivateNetwork);
  vi.resetModules();
  return import("./outbound-fetch");
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

describe("an address", () => {
  test.each([
    ["127.0.0.1", "loopback"],
    ["10.1.2.3", "private"],
    ["172.16.0.1", "private"],
    ["192.168.1.1", "private"],
    ["169.254.169.254", "link-local, cloud metadata"],
    ["100.100.100.200", "carrier-grade NAT"],
    ["168.63.129.16", "Azure's metadata"],
    ["192.0.0.192", "reserved"],
    ["0.0.0.0", "unspecified"],
    ["224.0.0.1", "multicast"],
    ["255.255.255.255", "broadcast"],
    ["::1", "loopback"],
    ["::", "unspecified"],
    ["fe80::1", "link-local"],
    ["fd00:ec2::254", "unique local, cloud metadata"],
    ["ff02::1", "multicast"],
    ["::ffff:127.0.0.1", "IPv4 in IPv6"],
    ["::ffff:a9fe:a9fe", "IPv4 in IPv6, in hex"],
    ["64:ff9b::7f00:1", "NAT64 of loopback"],
    ["2002:7f00:1::", "6to4 of loopback"],
  ])("%s is not public: %s", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(["8.8.8.8", "2606:4700::1111"])("%s is public", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe("guardedFetch", () => {
  test.each([
    ["a literal address", () => `https://127.0.0.1:${port}/`],
    ["an address written as one number", () => `https://2130706433:${port}/`],
    ["IPv4 in IPv6", () => `https://[::ffff:127.0.0.1]:${port}/`],
    ["a name that leads to this machine", () => `https://localhost:${port}/`],
  ])("reaches nothing private by %s", async (_, url) => {
    const { guardedFetch } = await outbound("0");
    const before = requests;
    await expect(guardedFetch(url())).rejects.toMatchObject({ cause: { name: "BlockedAddressError" } });
    expect(requests).toBe(before);
  });

  test("does not speak plain http", async () => {
    const { guardedFetch } = await outbound("0");
    await expect(guardedFetch("http://models.example.test/")).rejects.toMatchObject({
      cause: { message: "Use an address that starts with https://." },
    });
  });

  test("follows no redirect", async () => {
    const { guardedFetch } = await outbound("1");
    const before = requests;
    await expect(guardedFetch(`http://127.0.0.1:${port}/redirect`)).rejects.toThrow("fetch failed");
    expect(requests).toBe(before + 1);
  });

  test("reaches a private network where the operator allows it", async () => {
    const { guardedFetch } = await outbound("1");
    const response = await guardedFetch(`http://localhost:${port}/`, { method: "POST", body: "{}" });
    expect(await response.text()).toBe("secret");
  });
});

describe("requirePublicUrl", () => {
  test.each(["https://10.0.0.1/v1", "https://[::1]/v1", "https://localhost/v1"])("refuses %s", async (url) => {
    const { requirePublicUrl } = await outbound("0");
    await expect(requirePublicUrl(url, "baseUrl")).rejects.toMatchObject({
      code: "invalid",
      details: { fields: { baseUrl: expect.stringContaining("in a private network") } },
    });
  });

  test("asks for https", async () => {
    const { requirePublicUrl } = await outbound("0");
    await expect(requirePublicUrl("http://8.8.8.8/v1", "baseUrl")).rejects.toMatchObject({
      details: { fields: { baseUrl: "Use an address that starts with https://." } },
    });
  });

  test("accepts a public address, and a private one where the operator allows it", async () => {
    await expect((await outbound("0")).requirePublicUrl("https://8.8.8.8/v1", "baseUrl")).resolves.toBeUndefined();
    await expect((await outbound("1")).requirePublicUrl("http://10.0.0.1/v1", "baseUrl")).resolves.toBeUndefined();
  });
});
