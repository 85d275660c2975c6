import { serve } from "inngest/next";
import { inngest } from "@/inngest/client";
import { checkHealth } from "@/inngest/functions/check-health";
import { checkPlugins } from "@/inngest/functions/check-plugins";
import { reply } from "@/inngest/functions/reply";
import { resolveUnknown } from "@/inngest/functions/resolve-unknown";
import { send } from "@/inngest/functions/send";
import { sweep } from "@/inngest/functions/sweep";

type Handlers = ReturnType<typeof createHandlers>;

/** Where the job server learns of the functions and runs their steps. Every request is signed. */
export const GET: Handlers["GET"] = (...request) => handlers().GET(...request);
export const POST: Handlers["POST"] = (...request) => handlers().POST(...request);
export const PUT: Handlers["PUT"] = (...request) => handlers().PUT(...request);
export const dynamic = "force-dynamic";

let created: Handlers | undefined;

/** At the first request: a build evaluates this file too, and has no environment. */
function handlers(): Handlers {
  created ??= createHandlers();
  return created;
}

function createHandlers() {
  return serve({
    client: inngest,
    functions: [reply, send, resolveUnknown, sweep, checkHealth, checkPlugins],
    // Otherwise anybody could make the app register itself again.
    enableUnauthedSync: false,
  });
}
