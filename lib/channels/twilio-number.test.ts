import { describe, expect, test } from "vitest";
import { twilioNumberSchema } from "./twilio-number";

test.each([
  ["+15551234567", "+15551234567"],
  ["whatsapp:+15551234567", "+15551234567"],
  ["WhatsApp: +44 7700 900100", "+447700900100"],
  [" +1 (415) 523-8886 ", "+14155238886"],
])("%j is %s", (written, number) => {
  expect(twilioNumberSchema.parse(written)).toBe(number);
});

describe("what is refused, with how to write it", () => {
  const countryCode = "Start with the country code: +44 7700 900100.";
  const noNumber = "This is not a telephone number. Write it with its country code: +44 7700 900100.";

  test.each([
    ["07700 900100", countryCode],
    ["whatsapp:15551234567", countryCode],
    ["", countryCode],
    ["+1555", noNumber],
    ["+999 123 456 789", noNumber],
    ["+15551234567 and more", noNumber],
    ["+15551234567 ext. 3", noNumber],
    ["+155512345678901234", noNumber],
  ])("%j", (written, sentence) => {
    expect(twilioNumberSchema.safeParse(written).error?.issues.map(({ message }) => message)).toEqual([sentence]);
  });
});
