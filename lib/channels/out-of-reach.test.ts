import { expect, test } from "vitest";
import { isOutOfReach } from "./out-of-reach";

test.each([
  "http://localhost:3000",
  "http://127.0.0.1:3000",
  "http://[::1]:3000",
  "http://192.168.1.20",
  "https://desk.local",
  "http://frontdesk:3000",
])("Twilio has no way to %s", (PUBLIC_URL) => {
  expect(isOutOfReach({ PUBLIC_URL })).toBe(true);
});

test.each(["https://desk.northside.example", "https://203-0-114-9.tunnel.example", "https://9.9.9.9"])(
  "Twilio may well reach %s",
  (PUBLIC_URL) => {
    expect(isOutOfReach({ PUBLIC_URL })).toBe(false);
  },
);

test("the stand-in for Twilio reaches this computer", () => {
  expect(isOutOfReach({ PUBLIC_URL: "http://localhost:3000", TWILIO_API_URL: "http://127.0.0.1:4010" })).toBe(false);
});
