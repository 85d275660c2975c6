import { askTwilio } from "./ask-twilio";
import { type TwilioCredentials, twilioClient } from "./client";

/**
 * Makes a second Auth Token, which is good for API calls at once; webhooks go on being signed with the first one. One
 * that was there already is replaced. Throws TwilioError. https://www.twilio.com/docs/iam/api/authtoken-rotation
 */
export async function createSecondaryToken(credentials: TwilioCredentials): Promise<string> {
  const made = await askTwilio(() => twilioClient(credentials).accounts.v1.secondaryAuthToken().create());
  return made.secondaryAuthToken;
}

/** The second token becomes the first: Twilio signs with it and refuses the old one from then on. Throws TwilioError. */
export async function promoteSecondaryToken(credentials: TwilioCredentials): Promise<void> {
  await askTwilio(() => twilioClient(credentials).accounts.v1.authTokenPromotion().update());
}

/** Takes the second token away; none is there: nothing happens. Throws TwilioError. */
export async function deleteSecondaryToken(credentials: TwilioCredentials): Promise<void> {
  try {
    await askTwilio(() => twilioClient(credentials).accounts.v1.secondaryAuthToken().remove());
  } catch (error) {
    if ((error as { problem?: string }).problem !== "missing") throw error;
  }
}
