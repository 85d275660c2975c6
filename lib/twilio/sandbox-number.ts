/** Twilio's WhatsApp sandbox, which all its customers share: whose a message is, only the webhook's address tells. */
export const sandboxNumber = "+14155238886";
