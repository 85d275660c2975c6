import type { Activity } from "./activity";
import type { Conditions } from "./conditions";
import type { Delivery } from "./delivery";
import type { TwilioStore } from "./store";
import type { TypingSigns } from "./typing-signs";

/** The parts of the running simulator that its HTTP interfaces share. */
export interface Simulator {
  store: TwilioStore;
  activity: Activity;
  conditions: Conditions;
  delivery: Delivery;
  typing: TypingSigns;
  /** The address of the sender that the simulator was started for. */
  mainSender: string;
  /** How long "answers after 4 seconds" takes, in milliseconds. */
  slowAnswerMs: number;
  /** The origin of this server, without a slash at the end; known once it listens. */
  apiUrl(): string;
}
