import type { Operation } from "./operation";
import { access } from "./operations/access";
import { assistant } from "./operations/assistant";
import { conversations } from "./operations/conversations";
import { gateway } from "./operations/gateway";
import { healthChecks } from "./operations/health-checks";
import { models } from "./operations/models";
import { overview } from "./operations/overview";
import { people } from "./operations/people";
import { plugins } from "./operations/plugins";
import { providerKeys } from "./operations/provider-keys";
import { replies } from "./operations/replies";
import { whatsAppApp } from "./operations/whatsapp-app";

/** Everything that the HTTP API does, in the order of the reference. */
export const operations: Operation[] = [
  ...access,
  ...providerKeys,
  ...models,
  ...whatsAppApp,
  ...assistant,
  ...plugins,
  ...gateway,
  ...conversations,
  ...replies,
  ...overview,
  ...healthChecks,
  ...people,
];
