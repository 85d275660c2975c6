/**
 * What one of Twilio's error codes means for a message, and what to do. The codes are Twilio's
 * (https://www.twilio.com/docs/api/errors), the sentences ours.
 *
 * - `retry`: Twilio says that it was not delivered and that a later try may work.
 * - `owner`: the owner must change something first.
 * - `terminal`: this message will not reach this customer.
 */
export interface DeliveryProblem {
  action: "retry" | "owner" | "terminal";
  sentence: string;
}

const blocked = "The customer blocked this number or opted out. No further message is sent until they write again.";
const notOnWhatsApp = "This number is not on WhatsApp, or not valid.";
const contentRejected = "WhatsApp rejected the content. Change the wording and send it again.";
const templateProblem =
  "The template is missing, rejected, paused, or its variables do not fit. Check it in Twilio's Content editor.";
const ourMistake =
  "Twilio did not accept the form of this message. This is a fault on our side; the code helps to find it.";
const providerDown = "WhatsApp or Twilio had an internal fault.";
const tooLarge = "The file is larger than WhatsApp allows (16 MB, images 5 MB). Send a smaller one.";
const connection = "The connection between Twilio and Meta is broken. Reconnect the sender in Meta Business Manager.";

const problems: Record<number, DeliveryProblem> = {
  ...same("retry", "Twilio is receiving too many requests from this account at once.", [429, 20429]),
  ...same("owner", "Twilio refuses the credentials. Enter Account SID and Auth Token again.", [20003]),
  ...same("owner", "The Twilio account is suspended or out of funds. Check it in Twilio's console.", [20005, 30002]),
  ...same(
    "owner",
    "This sender does not belong to the Twilio account that was entered. Check the Account SID.",
    [20404],
  ),
  ...same("terminal", notOnWhatsApp, [21211, 21614, 63003, 63024]),
  ...same("owner", "Twilio does not accept the sender's number. Check it in the WhatsApp settings.", [21212]),
  ...same("terminal", ourMistake, [21602, 21603, 21604, 21619, 21609, 21620, 63030, 63031]),
  ...same(
    "owner",
    "The number is no WhatsApp sender of this Twilio account, or still waits for approval. Check it in Twilio's console.",
    [21606, 63007, 63002],
  ),
  ...same(
    "owner",
    "A trial account cannot write to this customer. Upgrade the Twilio account.",
    [21608, 572006, 10002],
  ),
  ...same("terminal", blocked, [21610, 63014, 63033]),
  ...same("retry", "Twilio's queue for this sender is full.", [21611, 30001]),
  ...same("terminal", "The message is longer than WhatsApp allows (1,600 characters).", [21617, 21658]),
  ...same("owner", templateProblem, [21655, 21656, 63027, 63028, 63040, 63041, 63042]),
  ...same(
    "owner",
    "The Messaging Service has no sender that can be used. Add the WhatsApp sender to it.",
    [21703, 21704, 21705],
  ),
  ...same("terminal", "Twilio gave up after the message had waited too long.", [30036]),
  ...same("retry", "The customer's phone could not be reached.", [30003, 30008]),
  ...same("retry", providerDown, [30410, 30500, 63009, 63010, 63012, 63017, 63023]),
  ...same("owner", connection, [63001, 63008, 63020, 63022]),
  ...same("terminal", contentRejected, [63005, 63006, 63013, 63021, 30007]),
  ...same(
    "owner",
    "Sandbox: the customer must first send “join” and your sandbox's code to +1 415 523 8886; it expires after three days.",
    [63015],
  ),
  ...same(
    "terminal",
    "More than 24 hours since the customer's last message: WhatsApp only allows an approved template.",
    [63016],
  ),
  ...same("retry", "The sending limit of this number is reached.", [63018]),
  ...same("terminal", "Twilio could not load the attached file.", [63019]),
  ...same("terminal", tooLarge, [63034, 11751]),
  ...same("owner", "WhatsApp takes these messages for spam. Stop and check what is being sent.", [63026]),
  ...same("terminal", "Meta limits marketing messages to this customer. Do not send it again.", [63032, 63049]),
  ...same("owner", "The account's daily limit is reached. Wait for 24 hours or upgrade the Twilio account.", [63038]),
  ...same("owner", "WhatsApp has locked this sender. Register it again or ask Twilio's support.", [63051]),
};

/** Never null: an unknown code is terminal, with Twilio's number to look up. */
export function deliveryProblem(code: number): DeliveryProblem {
  return (
    problems[code] ?? {
      action: "terminal",
      sentence: `Twilio could not deliver this message (${code || "no code given"}).`,
    }
  );
}

function same(action: DeliveryProblem["action"], sentence: string, codes: number[]): Record<number, DeliveryProblem> {
  return Object.fromEntries(codes.map((code) => [code, { action, sentence }]));
}
