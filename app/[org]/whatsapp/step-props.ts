import type { ViewerClock } from "@/components/create-clock";
import type { Setup } from "@/lib/channels/get-setup";

/** What each step is given. */
export interface StepProps {
  slug: string;
  setup: Setup;
  clock: ViewerClock;
}
