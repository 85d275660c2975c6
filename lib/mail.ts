import { createTransport, type Transporter } from "nodemailer";
import { env } from "./env";
import { logger } from "./logger";

let transport: { url: string; transporter: Transporter } | undefined;

/** Whether this installation can send e-mail at all. */
export function canMail(): boolean {
  return env().SMTP_URL !== undefined;
}

/**
 * Sends a plain-text e-mail through the server of SMTP_URL. False, with a log line that names neither the receiver nor
 * the content, when there is none or it did not take the mail: the caller has another way.
 */
export async function sendMail(mail: { to: string; subject: string; text: string }): Promise<boolean> {
  const { SMTP_URL: url, MAIL_FROM, PUBLIC_URL } = env();
  if (!url) return false;
  if (transport?.url !== url) transport = { url, transporter: createTransport(url, timeouts) };
  try {
    await transport.transporter.sendMail({ from: MAIL_FROM ?? `frontdesk@${new URL(PUBLIC_URL).hostname}`, ...mail });
    return true;
  } catch (error) {
    // The error's own words may quote the receiver's address.
    const { code, responseCode } = error as { code?: string; responseCode?: number };
    logger.warn({ code, responseCode }, "an e-mail was not taken by the mail server");
    return false;
  }
}

/** Milliseconds; nodemailer's own are minutes, which nobody waits in front of a form. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };
