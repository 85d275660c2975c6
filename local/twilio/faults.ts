/**
 * The faults that the simulated Twilio can be asked for, and the numbers that ask for them. To meet a fault, write to
 * `+1 555 010` followed by the four digits of SCRIPTED_NUMBERS; all other numbers behave well.
 *
 * The digits are made to be remembered: 2dddd is refused at once, so 21211 is +1 555 010 1211; 63ddd is accepted and
 * fails later, so 63016 is +1 555 010 3016; 8xxx changes receipts; 9xxx breaks the connection.
 */
export const SCRIPTED_NUMBERS: ScriptedNumber[] = [
  { digits: "0003", fault: "20003", title: "Refuses the credentials" },
  { digits: "0429", fault: "20429", times: 1, title: "Too many requests, once for each text" },
  { digits: "9429", fault: "20429", title: "Too many requests, always" },
  { digits: "0500", fault: "20500", title: "Server error, nothing stored" },
  { digits: "0503", fault: "20503", title: "Unavailable, answered as HTML, nothing stored" },
  { digits: "1211", fault: "21211", title: "Not a valid number" },
  { digits: "1606", fault: "21606", title: "The sender cannot message this number" },
  { digits: "1610", fault: "21610", title: "Opted out" },
  { digits: "1611", fault: "21611", title: "The sender's queue is full" },
  { digits: "1617", fault: "21617", title: "Text too long" },
  { digits: "3001", fault: "63001", title: "The channel refuses the credentials" },
  { digits: "3003", fault: "63003", title: "Not on WhatsApp" },
  { digits: "3005", fault: "63005", title: "Content not accepted" },
  { digits: "3013", fault: "63013", title: "Against the channel's policy" },
  { digits: "3015", fault: "63015", title: "Has not joined the sandbox" },
  { digits: "3016", fault: "63016", title: "Outside the 24-hour window" },
  { digits: "3018", fault: "63018", title: "Rate limit of the channel" },
  { digits: "3019", fault: "63019", title: "The file could not be fetched" },
  { digits: "3020", fault: "63020", title: "Trouble with the Meta business account" },
  { digits: "3024", fault: "63024", title: "Number not on WhatsApp" },
  { digits: "3027", fault: "63027", title: "Template not there in its language" },
  { digits: "3028", fault: "63028", title: "Wrong number of template variables" },
  { digits: "3033", fault: "63033", title: "Blocked the business" },
  { digits: "3049", fault: "63049", title: "Marketing message limited by Meta" },
  { digits: "0008", fault: "30008", title: "Undelivered for an unknown reason" },
  { digits: "8001", fault: "receipts-late", title: "Receipts come late" },
  { digits: "8002", fault: "receipts-twice", title: "Each receipt comes twice" },
  { digits: "8003", fault: "receipts-shuffled", title: "Receipts come in the wrong order" },
  { digits: "8004", fault: "receipts-never", title: "Receipts never come" },
  { digits: "8005", fault: "phone-off", title: "The phone is off: sent, never delivered" },
  { digits: "8006", fault: "never-read", title: "Delivered, never read" },
  { digits: "9001", fault: "silent-after-storing", title: "Stored and delivered, but never answered" },
  { digits: "9002", fault: "silent-before-storing", title: "Never answered, nothing stored" },
  { digits: "9003", fault: "reset-after-storing", title: "Stored and delivered, then the connection is reset" },
  {
    digits: "9004",
    fault: "reset-before-storing",
    times: 1,
    title: "Connection reset before storing, once for each text",
  },
  { digits: "9005", fault: "error-after-storing", title: "Stored and delivered, answered with 500" },
  { digits: "9006", fault: "slow-answer", title: "Answers after 4 seconds" },
];

const BEHAVIOURS = [
  "receipts-late",
  "receipts-twice",
  "receipts-shuffled",
  "receipts-never",
  "phone-off",
  "never-read",
  "silent-before-storing",
  "silent-after-storing",
  "reset-before-storing",
  "reset-after-storing",
  "error-after-storing",
  "slow-answer",
] as const;

/** A fault is named by the Twilio error code that it produces, or by its behaviour. */
export type Fault = `${number}` | (typeof BEHAVIOURS)[number];

export interface ScriptedNumber {
  digits: string;
  fault: Fault;
  /** How often the same text meets the fault before it goes through; without it, always. */
  times?: number;
  title: string;
}

interface CodeMeaning {
  /** The HTTP status of a code that refuses the call; absent when the message is accepted and fails later. */
  refusedWith?: number;
  message: string;
}

/** Twilio's titles of the codes. Source: https://www.twilio.com/docs/api/errors */
const CODES: Record<string, CodeMeaning> = {
  20003: { refusedWith: 401, message: "Authenticate" },
  20429: { refusedWith: 429, message: "Too Many Requests" },
  20500: { refusedWith: 500, message: "Internal Server Error" },
  20503: { refusedWith: 503, message: "Service unavailable" },
  21211: { refusedWith: 400, message: "Invalid 'To' Phone Number" },
  21606: {
    refusedWith: 400,
    message:
      "The 'From' phone number provided is not a valid message-capable Twilio phone number for this destination.",
  },
  21610: { refusedWith: 400, message: "Attempt to send to unsubscribed recipient" },
  21611: { refusedWith: 400, message: "This 'From' number has exceeded the maximum number of queued messages" },
  21617: { refusedWith: 400, message: "The concatenated message body exceeds the 1600 character limit" },
  30008: { message: "Unknown error" },
  63001: { message: "Channel could not authenticate the request." },
  63003: { message: "Channel could not find To address" },
  63005: { message: "Channel did not accept given content." },
  63013: { message: "Channel policy violation" },
  63015: { message: "Channel Sandbox can only send messages to phone numbers that have joined the Sandbox" },
  63016: {
    message:
      "Failed to send freeform message because you are outside the allowed window. If you are using WhatsApp, please use a Message Template.",
  },
  63018: { message: "Rate limit exceeded for Channel" },
  63019: { message: "Media failed to download" },
  63020: { message: "Twilio encountered a Business Manager account error" },
  63024: { message: "Invalid message recipient" },
  63027: { message: "Template does not exist for a language and locale" },
  63028: { message: "Number of parameters provided does not match the expected number of parameters" },
  63033: { message: "Recipient blocked to receive message" },
  63040: { message: "WhatsApp Template Rejected" },
  63041: { message: "WhatsApp Template Paused" },
  63042: { message: "WhatsApp Template Disabled" },
  63049: { message: "Meta chose not to deliver this marketing message" },
};

/** The codes that a reply can be made to fail with, for a list to choose from. */
export const FAULT_CODES = Object.entries(CODES).map(([code, { message }]) => ({ code: Number(code), message }));

/** Twilio's title of an error code, or null when there is no error. */
export function errorMessage(code: number | null): string | null {
  return code === null ? null : (CODES[code]?.message ?? "Unknown error");
}

/** The refusal that a fault stands for, or null when the call itself goes through. */
export function refusalOf(fault: Fault | null): { code: number; status: number; message: string } | null {
  const meaning = fault ? CODES[fault] : undefined;
  return meaning?.refusedWith ? { code: Number(fault), status: meaning.refusedWith, message: meaning.message } : null;
}

/** The code with which an accepted message fails later, or null. */
export function laterFailureOf(fault: string | null | undefined): number | null {
  return fault && CODES[fault] && !CODES[fault].refusedWith ? Number(fault) : null;
}

/** Whether `name` names a fault. */
export function isFault(name: string): name is Fault {
  return name in CODES || (BEHAVIOURS as readonly string[]).includes(name);
}

/** The scripted number that an address is, if it is one. */
export function scriptedNumber(address: string): ScriptedNumber | undefined {
  const digits = /^whatsapp:\+1555010(\d{4})$/.exec(address)?.[1];
  return SCRIPTED_NUMBERS.find((number) => number.digits === digits);
}
