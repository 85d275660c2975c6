import { expect, test } from "vitest";
import { retryAfterMs, sleepUntil } from "./durations";

const NOW = Date.parse("2026-03-01T12:00:00Z");

test.each([
  ["1s", 1000],
  ["2m30s", 150_000],
  ["1w2d3h4m5s", 788_645_000],
  ["", 0],
  ["2026-03-01T12:00:01.500Z", 1500],
])("a sleep of %j ends in %d ms", (name, wait) => {
  expect(sleepUntil(name, NOW)).toBe(NOW + wait);
});

test.each(["soon", "1y", "-5s", "2026-99-99"])("%j is no sleep", (name) => {
  expect(sleepUntil(name, NOW)).toBeUndefined();
});

test.each([
  ["30", 30_000],
  ["2026-03-01T12:00:02.000Z", 2000],
  ["Sun, 01 Mar 2026 12:01:00 GMT", 60_000],
  ["2026-03-01T11:00:00.000Z", 0],
  ["later", undefined],
  [undefined, undefined],
])("Retry-After %j asks for %s ms", (header, wait) => {
  expect(retryAfterMs(header, NOW)).toBe(wait);
});
