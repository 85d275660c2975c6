import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { ContactLabel } from "./schema";

/**
 * What to call a customer. WhatsApp lets people hide their number: then there may be a name they chose, or nothing but
 * an id that means nothing to a reader and is not shown.
 *
 * @param address where replies go: `whatsapp:+E164` or `whatsapp:CC.id`
 * @param phones known numbers of the contact, E.164: one may be known from before it was hidden
 */
export function labelContact(displayName: string | null, address: string, phones: string[] = []): ContactLabel {
  const phone = [address.replace(/^whatsapp:/, ""), ...phones].find((value) => value.startsWith("+"));
  const number = phone && (parsePhoneNumberFromString(phone)?.formatInternational() ?? phone);
  const name = displayName?.replace(/\s+/g, " ").trim();
  return {
    name: name || number || "Number hidden",
    initials: (name && initialsOf(name)) || phone?.slice(-2) || "–",
    address: number ?? "number hidden",
    hidden: !number,
  };
}

/** First letters of the first and the last word; whole characters, so that an emoji is not cut in half. */
function initialsOf(name: string): string {
  const words = name.split(" ").filter((word) => /[\p{L}\p{N}@]/u.test(word));
  const first = words[0];
  if (!first) return [...name][0] ?? "";
  if (first.startsWith("@")) return first.slice(0, 2);
  const last = words.length > 1 ? words.at(-1) : undefined;
  return ((firstLetter(first) ?? "") + (last ? (firstLetter(last) ?? "") : "")).toUpperCase();
}

function firstLetter(word: string): string | undefined {
  return [...word].find((character) => /[\p{L}\p{N}@]/u.test(character));
}
