import { askTwilio } from "./ask-twilio";
import { type TwilioCredentials, twilioClient } from "./client";

export interface TwilioAccount {
  name: string;
  status: "active" | "suspended" | "closed";
  isTrial: boolean;
}

/** The account that the credentials open: the cheapest call there is, which proves them. Throws TwilioError. */
export async function fetchAccount(credentials: TwilioCredentials): Promise<TwilioAccount> {
  const { accountSid } = credentials;
  const account = await askTwilio(() => twilioClient(credentials).api.v2010.accounts(accountSid).fetch());
  return { name: account.friendlyName, status: account.status, isTrial: account.type === "Trial" };
}
