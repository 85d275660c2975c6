import { expect, test } from "vitest";
import { type CsvCell, csvResponse } from "./csv";

const textOf = async (rows: CsvCell[][], head = ["a"]) => {
  const bytes = await csvResponse("f.csv", head, rows).arrayBuffer();
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
};

test.each(["=1+1", "+44 7700", "-1+1", "@SUM(A1)", "\tx", "\rx"])(
  "the text %j is not run as a formula",
  async (text) => {
    expect(await textOf([[text]])).toContain(`'${text}`);
  },
);

test("numbers stay numbers, also negative ones", async () => {
  expect(await textOf([[-5], [7n]])).toBe("\uFEFFa\r\n-5\r\n7\r\n");
});

test("commas, quotes and line breaks stay inside their cell", async () => {
  expect(await textOf([['a,"b"\nc', null]], ["x", "y"])).toBe('\uFEFFx,y\r\n"a,""b""\nc",\r\n');
});

test("dates are ISO 8601 in UTC", async () => {
  expect(await textOf([[new Date("2026-11-20T10:42:00+01:00")]])).toContain("2026-11-20T09:42:00.000Z");
});

test("many rows come one after the other, as they are read", async () => {
  async function* rows() {
    for (let n = 0; n < 5_000; n++) yield [n, "x".repeat(20)];
  }
  const text = await csvResponse("f.csv", ["n", "text"], rows()).text();
  const lines = text.trimEnd().split("\r\n");
  expect(lines).toHaveLength(5_001);
  expect(lines.at(-1)).toMatch(/^4999,/);
});

test("a file whose rows cannot be read to the end breaks off", async () => {
  async function* rows() {
    yield ["first"];
    throw new Error("gone");
  }
  await expect(csvResponse("f.csv", ["a"], rows()).text()).rejects.toThrow("gone");
});

test("the file's name cannot end its header", () => {
  const response = csvResponse('a"\r\nb.csv', ["a"], []);
  expect(response.headers.get("Content-Disposition")).toBe('attachment; filename="a-b.csv"');
});
