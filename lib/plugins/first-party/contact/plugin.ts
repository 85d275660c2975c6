import { defineTool, type FirstPartyPlugin } from "../first-party-plugin";
import { getContact, setFields } from "./contact";
import { getContactInput, setContactFieldsInput } from "./schema";

export const contact: FirstPartyPlugin = {
  name: "contact",
  key: "contact",
  title: "Contact",
  description: "Lets the assistant read what is noted of the customer, and note more.",
  needsConversation: true,
  tools: [
    defineTool({
      name: "get_contact",
      title: "Read the contact",
      description:
        "Gives what is known of the customer of this conversation: name (their own choice), phone number (null when " +
        "hidden), the day of their first message, and the noted fields. Knows no other customers.",
      input: getContactInput,
      readOnly: true,
      handle: (_, context) => getContact(context),
    }),
    defineTool({
      name: "set_contact_fields",
      title: "Note about the contact",
      description:
        "Notes facts about the customer of this conversation for later conversations, such as a preferred name, an " +
        "order number or a language. Only what they said of themselves; no card numbers, passwords or health matters. " +
        "Names: lower-case letters, digits and _, up to 40. Values: up to 500 characters. At most 30 fields. Gives all " +
        "fields as they are then.",
      input: setContactFieldsInput,
      readOnly: false,
      handle: setFields,
    }),
  ],
};
