import { describe, expect, it } from "vitest";
import { type InboundMessage, parseInbound } from "./inbound";
import type { FormParameters } from "./signature";

const account = `AC${"a".repeat(32)}`;
const text = {
  MessageSid: `SM${"1".repeat(32)}`,
  AccountSid: account,
  From: "whatsapp:+447700900142",
  To: "whatsapp:+15550001111",
  Body: "Is my bike ready?",
  NumMedia: "0",
  ProfileName: "Priya",
  WaId: "447700900142",
  ReferralNumMedia: "0",
};

function message(parameters: FormParameters): InboundMessage {
  const request = parseInbound({ ...text, ...parameters });
  if (request.type !== "message") throw new Error(`not a message: ${JSON.stringify(request)}`);
  return request.message;
}

describe("reading what Twilio posts", () => {
  it("reads a text with its sender", () => {
    expect(message({})).toMatchObject({
      to: "+15550001111",
      address: "whatsapp:+447700900142",
      phone: "+447700900142",
      bsuid: null,
      displayName: "Priya",
      kind: "text",
      text: "Is my bike ready?",
      media: [],
      extras: {},
      wantsAnswer: true,
    });
  });

  it("knows a customer whose number is hidden by the user id in From", () => {
    expect(message({ From: "whatsapp:GB.AbC123", ExternalUserId: "whatsapp:GB.AbC123", WaId: "" })).toMatchObject({
      phone: null,
      bsuid: "GB.AbC123",
      address: "whatsapp:GB.AbC123",
    });
  });

  it("keeps both the number and the user id when both come", () => {
    expect(message({ ExternalUserId: "whatsapp:GB.AbC123" })).toMatchObject({
      phone: "+447700900142",
      bsuid: "GB.AbC123",
    });
  });

  it.each([
    ["image/jpeg", "image"],
    ["audio/ogg; codecs=opus", "audio"],
    ["video/mp4", "video"],
    ["application/pdf", "document"],
    ["image/webp", "sticker"],
    ["text/vcard", "contacts"],
  ])("takes a %s without a body for a message of kind %s", (contentType, kind) => {
    const read = message({
      Body: "",
      NumMedia: "1",
      MediaUrl0: "https://api.twilio.com/x",
      MediaContentType0: contentType,
    });
    expect(read).toMatchObject({ kind, wantsAnswer: true });
    expect(read.media).toHaveLength(1);
  });

  it("reads a place and a button", () => {
    expect(message({ Body: "", Latitude: "51.5", Longitude: "-0.12", Label: "Shop" })).toMatchObject({
      kind: "location",
      extras: { location: { latitude: 51.5, longitude: -0.12, label: "Shop" } },
    });
    expect(message({ Body: "Yes", ButtonText: "Yes", ButtonPayload: "yes-1" })).toMatchObject({
      kind: "button",
      extras: { button: { text: "Yes", payload: "yes-1" } },
    });
  });

  it.each([
    ["an opt-out that Twilio recognised", { Body: "hello", OptOutType: "STOP" }],
    ["the word STOP", { Body: " Stop! " }],
    ["an answer to a call request", { Body: "VOICE_CALL_REQUEST", ButtonPayload: "ACCEPTED" }],
    ["joining the sandbox", { Body: "join silver-fox", To: "whatsapp:+14155238886" }],
    ["nothing at all, as for a reaction", { Body: "" }],
  ])("keeps %s away from the model", (_what, parameters) => {
    expect(message(parameters).wantsAnswer).toBe(false);
  });

  it("answers a sentence that only contains such a word", () => {
    expect(message({ Body: "Where is the next bus stop" }).wantsAnswer).toBe(true);
    expect(message({ Body: "join us" }).wantsAnswer).toBe(true);
  });

  it("removes NUL and lone surrogates, which Postgres refuses, and keeps line breaks", () => {
    expect(message({ Body: "a\u0000b\r\nc\uD800" }).text).toBe("ab\r\nc\uFFFD");
  });

  it("removes them from everything else that is kept, too", () => {
    const read = message({
      Body: "",
      Latitude: "51.5",
      Longitude: "-0.12",
      Label: "Sh\u0000op",
      Address: "\u0000",
      ButtonPayload: "a\u0000",
      OriginalRepliedMessageSid: "SM\u00001",
    });
    expect(JSON.stringify(read)).not.toContain("\\u0000");
    expect(read.extras).toMatchObject({ location: { label: "Shop" }, button: { payload: "a" } });
  });

  it("takes signs that turn the direction of text out of a name", () => {
    expect(message({ ProfileName: "\u202Eevil\u2069" }).displayName).toBe("evil");
  });

  it("tells a delivery receipt by its MessageStatus", () => {
    expect(parseInbound({ ...text, MessageStatus: "failed", ErrorCode: "63016" })).toEqual({
      type: "status",
      receipt: { messageSid: text.MessageSid, accountSid: account, status: "failed", errorCode: 63016 },
    });
  });

  it.each([
    ["a bad MessageSid", { MessageSid: "SM1" }],
    ["a bad AccountSid", { AccountSid: "nobody" }],
    ["an SMS sender", { From: "+447700900142" }],
    ["a group", { From: "whatsapp:1203630@g.us" }],
  ])("refuses %s and says why", (_what, parameters) => {
    expect(parseInbound({ ...text, ...parameters })).toMatchObject({ type: "unsupported", reason: expect.any(String) });
  });
});
