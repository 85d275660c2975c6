import { z } from "zod";
import { contactFieldChanges } from "../../../contacts/schema";

export const getContactInput = z.strictObject({});

export const setContactFieldsInput = z.strictObject({
  fields: contactFieldChanges.describe(
    'Text by name of the field, such as {"order_number": "4711"}; null removes a field. Fields that are not named stay.',
  ),
});
