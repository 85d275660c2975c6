import { stringify } from "csv-stringify";

/** What a cell can hold; null is an empty one. */
export type CsvCell = string | number | bigint | boolean | Date | null;

/**
 * A CSV file (RFC 4180, CRLF, UTF-8 with a byte-order mark, without which spreadsheets misread accents), streamed row by
 * row, for a browser to save as `fileName`. A text that a spreadsheet would run as a formula (it begins with = + - @, tab
 * or carriage return) gets an apostrophe in front: https://owasp.org/www-community/attacks/CSV_Injection.
 * Dates are written as ISO 8601 in UTC. An error of `rows` breaks the download off, so that half a file is not taken for whole.
 */
export function csvResponse(
  fileName: string,
  head: string[],
  rows: Iterable<CsvCell[]> | AsyncIterable<CsvCell[]>,
): Response {
  return new Response(csvStream(head, rows), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${fileName.replace(/[^\w.-]+/g, "-")}"`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

function csvStream(head: string[], rows: Iterable<CsvCell[]> | AsyncIterable<CsvCell[]>): ReadableStream {
  const chunks = formatted(head, rows);
  // Not ReadableStream.from: the browser's types, which the app is checked with, do not know it.
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return();
    },
  });
}

async function* formatted(
  head: string[],
  rows: Iterable<CsvCell[]> | AsyncIterable<CsvCell[]>,
): AsyncGenerator<Uint8Array, void, void> {
  const lines = stringify({
    bom: true,
    record_delimiter: "windows",
    escape_formulas: true,
    cast: { date: (date) => date.toISOString(), boolean: (value) => (value ? "yes" : "no") },
  });
  lines.write(head);
  yield* drained();
  for await (const row of rows) {
    lines.write(row);
    yield* drained();
  }
  lines.end();
  for await (const rest of lines) yield new Uint8Array(rest);

  /** What has been formatted so far. */
  function* drained() {
    for (let chunk = lines.read(); chunk !== null; chunk = lines.read()) yield new Uint8Array(chunk);
  }
}
