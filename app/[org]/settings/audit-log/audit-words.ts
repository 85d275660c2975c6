/** Actions as people say them. One that is not here is made readable from its name, so that none is ever hidden. */
const words: Record<string, string> = {
  "organization.created": "Organisation made",
  "organization.renamed": "Organisation renamed",
  "member.joined": "Joined",
  "member.role_changed": "Role changed",
  "member.removed": "Removed",
  "member.left": "Left",
  "member.reset_link_created": "Link for a new password made",
  "invitation.created": "Invited",
  "invitation.revoked": "Invitation taken back",
  "api_token.created": "API token made",
  "api_token.revoked": "API token revoked",
  "provider_key.created": "Provider key added",
  "provider_key.deleted": "Provider key removed",
  "model.created": "Model added",
  "model.deleted": "Model removed",
  "whatsapp_app.connected": "WhatsApp connected",
  "whatsapp_app.changed": "WhatsApp connection changed",
  "plugin.connected": "Plugin connected",
  "plugin.changed": "Plugin changed",
  "plugin.authorized": "Plugin authorised",
  "plugin.deleted": "Plugin disconnected",
  "plugin_tool.changed": "Tool changed",
  "tool_call.approved": "Call approved",
  "tool_call.refused": "Call refused",
  "assistant.published": "Published",
  "assistant.rolled_back": "Rolled back",
  "assistant.paused": "Assistant paused",
  "assistant.resumed": "Assistant resumed",
  "assistant.kill_switch_on": "Kill switch thrown",
  "assistant.kill_switch_off": "Kill switch lifted",
};

export function actionWords(action: string): string {
  return words[action] ?? sentence(action.replace(/[._]+/g, " "));
}

const fields: Record<string, string> = {
  inputPricePerMTok: "price of a million tokens in",
  outputPricePerMTok: "price of a million tokens out",
  accountSid: "Account SID",
  authToken: "Auth Token",
  apiKey: "API key",
  baseUrl: "address",
};

/** "systemPrompt" becomes "system prompt". */
export function fieldWords(field: string): string {
  if (fields[field]) return fields[field];
  return field.replace(/([a-z\d])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
}

export function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (Array.isArray(value)) return value.length > 0 ? value.map(valueWords).join(", ") : "nothing";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
