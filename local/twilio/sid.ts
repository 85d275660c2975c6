import { createHash, randomBytes } from "node:crypto";
import { parsePhoneNumberFromString } from "libphonenumber-js";

/** A new Twilio identifier: two letters for the kind (SM text, MM with media, ME a medium) and 32 hex digits. */
export function newSid(kind: "SM" | "MM" | "ME"): string {
  return kind + randomBytes(16).toString("hex");
}

/** A Twilio identifier that is always the same for the same `seed`. */
export function stableSid(kind: "HX" | "MG" | "XE", seed: string): string {
  return kind + createHash("md5").update(seed).digest("hex");
}

/** `whatsapp:` in front of a bare number or user id; an address that has the prefix, in any case, keeps one. */
export function whatsappAddress(address: string): string {
  return `whatsapp:${address.trim().replace(/^whatsapp:/i, "")}`;
}

/** Whether WhatsApp would know the form of an address: `whatsapp:+E164`, or a business-scoped user id `whatsapp:CC.…`. */
export function isWhatsappAddress(address: string): boolean {
  return /^whatsapp:(\+[1-9]\d{6,14}|[A-Z]{2}\.[A-Za-z0-9.]{1,128})$/.test(address);
}

/** Whether the address is a business-scoped user id, which is what a customer who hides the number is known by. */
export function isUserId(address: string): boolean {
  return /^whatsapp:[A-Z]{2}\./.test(address);
}

/**
 * The business-scoped user id of a phone number: the same person has another one with every business, so it depends on
 * the account too. Source: reference on WhatsApp user names, `whatsapp:CC.<id>`.
 */
export function userIdOf(address: string, accountSid: string): string {
  if (isUserId(address)) return address;
  const phone = address.replace(/^whatsapp:/, "");
  const country = parsePhoneNumberFromString(phone)?.getPossibleCountries()[0] ?? "US";
  const id = createHash("sha256").update(`${accountSid} ${phone}`).digest("hex").slice(0, 16).toUpperCase();
  return `whatsapp:${country}.${id}`;
}
