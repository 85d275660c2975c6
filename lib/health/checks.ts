import { assistant } from "./checks/assistant";
import { delivery } from "./checks/delivery";
import { jobs } from "./checks/jobs";
import { modelKey } from "./checks/model-key";
import { plugins } from "./checks/plugins";
import { sender } from "./checks/sender";
import { signature } from "./checks/signature";
import { speed } from "./checks/speed";
import { standIns } from "./checks/stand-ins";
import { twilioAccount } from "./checks/twilio-account";
import { twilioReachesUs } from "./checks/twilio-reaches-us";
import { webhookAddress } from "./checks/webhook-address";
import type { Check } from "./schema";

/** Every health check, in the order of the page. */
export const checks: Check[] = [
  twilioReachesUs,
  signature,
  sender,
  webhookAddress,
  assistant,
  modelKey,
  standIns,
  plugins,
  speed,
  jobs,
  delivery,
  twilioAccount,
];
