import { defineTool, type FirstPartyPlugin } from "../first-party-plugin";
import { listApprovedTemplates } from "./list-templates";
import { listTemplatesInput, sendMessageInput, sendTemplateInput } from "./schema";
import { sendMessage } from "./send-message";
import { sendTemplate } from "./send-template";

export const whatsapp: FirstPartyPlugin = {
  name: "whatsapp",
  key: "whatsapp",
  title: "WhatsApp",
  description: "Lets the assistant send further messages and approved templates to the customer it is talking to.",
  needsConversation: true,
  tools: [
    defineTool({
      name: "send_message",
      title: "Send a further message",
      description:
        "Sends a message to the customer of this conversation at once, ahead of your answer. Your answer is sent anyway: " +
        "only call this when something has to stand in a message of its own, such as a code or an address to copy. Only " +
        "within 24 hours of the customer's last message; later, use send_template.",
      input: sendMessageInput,
      readOnly: false,
      handle: sendMessage,
    }),
    defineTool({
      name: "list_templates",
      title: "List templates",
      description:
        "Lists the approved WhatsApp templates: name, ContentSid, language, text, and the variables that send_template " +
        "needs. Search by words of name or text.",
      input: listTemplatesInput,
      readOnly: true,
      handle: listApprovedTemplates,
    }),
    defineTool({
      name: "send_template",
      title: "Send a template",
      description:
        "Sends one approved WhatsApp template to the customer of this conversation, also later than 24 hours after their " +
        "last message. Take name and variables from list_templates, and give every variable a value.",
      input: sendTemplateInput,
      readOnly: false,
      handle: sendTemplate,
    }),
  ],
};
