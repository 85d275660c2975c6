import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fetchMedia, largestMediaBytes } from "./fetch-media";

const channel = { accountSid: `AC${"a".repeat(32)}`, authToken: "b".repeat(32) };
const messageSid = `MM${"c".repeat(32)}`;
const path = `/2010-04-01/Accounts/${channel.accountSid}/Messages/${messageSid}/Media/ME${"d".repeat(32)}`;
const media = { url: `https://api.twilio.com${path}`, messageSid };

/** Stands where TWILIO_API_URL points; each test says how it answers. */
const server = createServer((request, response) => {
  asked.push(request);
  answer(request, response);
});
let asked: IncomingMessage[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  // The environment is read on first use, which is below.
  process.env.TWILIO_API_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  asked = [];
});

describe("fetching a customer's file", () => {
  test("it is asked for with the account's credentials, at the configured API", async () => {
    answer = (_, response) => response.setHeader("content-type", "image/png").end("picture");
    const { bytes, contentType } = await fetchMedia(channel, media);
    expect(new TextDecoder().decode(bytes)).toBe("picture");
    expect(contentType).toBe("image/png");
    expect(asked.map((request) => request.url)).toEqual([path]);
    const credentials = Buffer.from(`${channel.accountSid}:${channel.authToken}`).toString("base64");
    expect(asked[0]?.headers.authorization).toBe(`Basic ${credentials}`);
  });

  test("the credentials do not go along to where Twilio redirects", async () => {
    answer = (request, response) =>
      request.url === path ? response.writeHead(307, { location: "/cdn/file" }).end() : response.end("picture");
    await fetchMedia(channel, media);
    expect(asked.map((request) => request.url)).toEqual([path, "/cdn/file"]);
    expect(asked[1]?.headers.authorization).toBeUndefined();
  });

  test.each([
    "https://evil.example/file",
    "http://169.254.169.254/latest/meta-data",
    "https://twiliocdn.com.evil.example/file",
    "http://media.twiliocdn.com/file",
    "https://media.twiliocdn.com:8443/file",
  ])("a redirect to %s is not followed", async (location) => {
    answer = (_, response) => response.writeHead(302, { location }).end();
    await expect(fetchMedia(channel, media)).rejects.toMatchObject({ code: "unavailable" });
    expect(asked).toHaveLength(1);
  });

  test("a redirect without end is given up", async () => {
    answer = (_, response) => response.writeHead(302, { location: "/again" }).end();
    await expect(fetchMedia(channel, media)).rejects.toMatchObject({ code: "unavailable" });
    expect(asked).toHaveLength(3);
  });

  test("a file that Twilio does not know yet is asked for again", async () => {
    answer = (_, response) => (asked.length < 3 ? response.writeHead(404).end() : response.end("late"));
    const { bytes } = await fetchMedia(channel, media);
    expect(new TextDecoder().decode(bytes)).toBe("late");
  });

  test("a file that Twilio no longer has is not found", async () => {
    answer = (_, response) => response.writeHead(404).end();
    await expect(fetchMedia(channel, media)).rejects.toMatchObject({ code: "not_found" });
  });

  test("a file above 16 MB is refused, whether or not it says its size", async () => {
    const large = Buffer.alloc(largestMediaBytes + 1);
    answer = (_, response) => response.setHeader("content-length", large.length).end(large);
    await expect(fetchMedia(channel, media)).rejects.toMatchObject({ code: "payload_too_large" });
    answer = (_, response) => response.setHeader("transfer-encoding", "chunked").end(large);
    await expect(fetchMedia(channel, media)).rejects.toMatchObject({ code: "payload_too_large" });
  });

  test.each([
    ["another host", `https://evil.example${path}`],
    ["a host that begins like Twilio's", `https://api.twilio.com.evil.example${path}`],
    ["another account", media.url.replace(/a{32}/, "e".repeat(32))],
    ["another message", media.url.replace(/c{32}/, "e".repeat(32))],
    ["a longer path", `${media.url}/../../secrets`],
    ["plain http", media.url.replace("https", "http")],
    ["no address at all", "media"],
  ])("an address of %s is never asked", async (_, url) => {
    await expect(fetchMedia(channel, { url, messageSid })).rejects.toMatchObject({ code: "not_found" });
    expect(asked).toEqual([]);
  });
});
