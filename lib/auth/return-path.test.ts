import { expect, it } from "vitest";
import { returnPath, signInPath } from "./return-path";

it.each(["/acme/health", "/acme/conversations/0199?receipt=01&q=a%20b"])("signing in leads back to %s", (path) => {
  expect(returnPath(path)).toBe(path);
  expect(signInPath(path)).toBe(`/sign-in?next=${encodeURIComponent(path)}`);
});

it.each([
  "//evil.example",
  "/\\evil.example",
  "https://evil.example/",
  "/acme\n/x",
  "/sign-in?next=/a",
  "",
  null,
  ["/a"],
])("signing in never leads to %j", (path) => {
  expect(returnPath(path)).toBeNull();
});

it("signing in leads to the start when no page was asked for", () => {
  expect(signInPath(null)).toBe("/sign-in");
});
