import type { Permission } from "@/lib/auth/permissions";

/** What each scope lets a token do, after "It may". */
export const scopeWords: Record<Permission, string> = {
  "read-conversations": "read conversations",
  "work-conversations": "rate, note and mark conversations",
  "export-conversations": "export conversations",
  "read-overview": "read the overview's figures",
  "read-health": "read the health checks",
  "read-assistant": "read the assistant and its versions",
  "pause-assistant": "pause and resume the assistant",
  "use-gateway": "ask models through the gateway",
  configure: "configure and publish",
  "manage-members": "manage members and invitations",
  "manage-api-tokens": "manage API tokens",
  "read-audit-log": "read the audit log",
  "manage-organization": "rename the organisation",
};
