import { expect, test } from "vitest";
import { formatCompact, formatDuration, formatMoney, formatPercent } from "./format";

test.each([
  [35_170_000, "USD", "$35.17"],
  [29_000, "USD", "$0.029"],
  [493, "EUR", "€0.00049"],
  [0n, "GBP", "£0.00"],
  [1, "USD", "$0.000001"],
  [1_284_500_000, "USD", "$1,284.50"],
])("%d micro-units of %s read %s", (micros, currency, text) => {
  expect(formatMoney(micros, currency)).toBe(text);
});

test.each([
  [840, "840 ms"],
  [5_230, "5.2 s"],
  [59_960, "1 min"],
  [112_000, "1 min 52 s"],
  [11_100_000, "3 h 5 min"],
])("%d ms read %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test("a small share keeps a decimal, so that it is not rounded to nothing", () => {
  expect([0, 0.004, 0.08, 0.085, 0.92, 1].map(formatPercent)).toEqual([
    "0 %",
    "0.4 %",
    "8 %",
    "8.5 %",
    "92 %",
    "100 %",
  ]);
});

test("large counts are told in thousands and millions", () => {
  expect([812, 9_999, 24_300, 1_320_000, 12_900_000].map(formatCompact)).toEqual([
    "812",
    "9,999",
    "24 k",
    "1.3 M",
    "13 M",
  ]);
});
