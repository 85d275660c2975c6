import {
  Ban,
  Check,
  CircleAlert,
  CircleHelp,
  Clock,
  Hand,
  LoaderCircle,
  type LucideIcon,
  ThumbsDown,
} from "lucide-react";
import { Pill } from "@/components/ui/pill";
import type { ToolCallOrigin, ToolCallState } from "@/generated/prisma/enums";

export const stateWords: Record<ToolCallState, { name: string; means: string }> = {
  waiting: { name: "Waits for a person", means: "A person approves or refuses it." },
  approved: { name: "Approved", means: "It is made in a moment." },
  running: { name: "Under way", means: "The tool has not answered yet." },
  done: { name: "Done", means: "The tool gave what stands below." },
  failed: { name: "Failed", means: "It was not carried out, or the tool says that it failed." },
  unknown: { name: "Unclear", means: "There was no clear answer: it may have been carried out." },
  refused: { name: "Refused", means: "A person said no." },
  expired: { name: "Nobody decided", means: "It waited until the 24-hour window closed." },
  blocked: { name: "Blocked", means: "A rule or the tool’s schema does not allow these arguments: nobody was called." },
};

export const originWords: Record<ToolCallOrigin, string> = {
  conversation: "A conversation",
  gateway: "The gateway",
  test: "A test",
};

const looks = {
  waiting: { tone: "brass", Icon: Hand },
  approved: { tone: "accent", Icon: Clock },
  running: { tone: "accent", Icon: LoaderCircle },
  done: { tone: "ok", Icon: Check },
  failed: { tone: "bad", Icon: CircleAlert },
  unknown: { tone: "bad", Icon: CircleHelp },
  refused: { tone: "plain", Icon: ThumbsDown },
  expired: { tone: "plain", Icon: Clock },
  blocked: { tone: "outline", Icon: Ban },
} as const satisfies Record<ToolCallState, { tone: string; Icon: LucideIcon }>;

/** How a call stands: an icon and a word. */
export function CallState({ state }: { state: ToolCallState }) {
  const { tone, Icon } = looks[state];
  return (
    <Pill tone={tone} icon={<Icon aria-hidden="true" />} title={stateWords[state].means}>
      {stateWords[state].name}
    </Pill>
  );
}
