import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type FormParams, formBody, signature, signedUrl } from "./signature";

interface Vector {
  name: string;
  url: string;
  params: FormParams;
  signature: string;
}
const vectors: { authToken: string; form: Vector[]; own: (Vector & { note: string })[] } = JSON.parse(
  readFileSync(new URL("./specs/signature-vectors.json", import.meta.url), "utf8"),
);

/** The published vectors say what Twilio signed, which is not always the URL that the receiver sees. */
const SIGNED_INSTEAD: Record<string, string> = {
  "https url with :1234 validated by stripping the port": "https://mycompany.com/myapp.php?foo=1&bar=2",
  "https signed with :443, request url w/o port": "https://mycompany.com:443/myapp.php?foo=1&bar=2",
  "http signed with :80, request url w/o port": "http://mycompany.com:80/myapp.php?foo=1&bar=2",
  "query with apostrophe": "https://mycompany.com/myapp.php?foo=1&bar=2&Body=It%27s+amazing",
  "url with creds signed with :443": "https://user:pass@mycompany.com:443/myapp.php?foo=1&bar=2",
};

describe("The signature", () => {
  test.each(vectors.form)(
    "is Twilio's own for the published case: $name",
    ({ name, url, params, signature: expected }) => {
      expect(signature(vectors.authToken, SIGNED_INSTEAD[name] ?? url, params)).toBe(expected);
    },
  );

  test.each(vectors.own)("covers a whole WhatsApp webhook with emoji, line break and trailing space", (vector) => {
    expect(signature(vectors.authToken, vector.url, vector.params)).toBe(vector.signature);
  });

  test("is over the configured URL without its fragment and user info, with its port and exact spelling", () => {
    expect(signedUrl("http://user:pw@Example.com:3000/in/k?a=It's#rc=3&rp=5xx")).toBe(
      "http://Example.com:3000/in/k?a=It's",
    );
  });
});

test("A form body repeats the name of a list and keeps empty values, line breaks and emoji", () => {
  const body = formBody({ Body: "a\r\nb 👍", Empty: "", Twice: ["1", "2"] });
  expect([...new URLSearchParams(body)]).toEqual([
    ["Body", "a\r\nb 👍"],
    ["Empty", ""],
    ["Twice", "1"],
    ["Twice", "2"],
  ]);
});
