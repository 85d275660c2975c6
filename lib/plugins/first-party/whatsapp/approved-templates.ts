import { findSender } from "../../../channels/find-sender";
import type { TenantDatabase } from "../../../db/for-organization";
import { AppError } from "../../../errors";
import { TwilioError } from "../../../twilio/ask-twilio";
import { listTemplates, type Template } from "../../../twilio/list-templates";

/**
 * The templates that may be sent from the organisation's number.
 *
 * @throws AppError where no number is connected, or Twilio does not list them
 */
export async function approvedTemplates(db: TenantDatabase): Promise<Template[]> {
  const sender = await findSender(db.organizationId);
  if (!sender) throw new AppError("conflict", "No WhatsApp number is connected.");
  try {
    return (await listTemplates(sender)).filter(({ status }) => status === "approved");
  } catch (error) {
    throw error instanceof TwilioError ? error.toAppError() : error;
  }
}
