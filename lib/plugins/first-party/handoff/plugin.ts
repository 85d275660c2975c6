import { defineTool, type FirstPartyPlugin } from "../first-party-plugin";
import { handOver } from "./hand-over";
import { handOverInput } from "./schema";

export const handoff: FirstPartyPlugin = {
  name: "handoff",
  key: "handoff",
  title: "Hand over",
  description: "Lets the assistant ask for a person, with a reason and a summary for whoever takes over.",
  needsConversation: true,
  tools: [
    defineTool({
      name: "hand_over",
      title: "Hand over to a person",
      description:
        "Asks a person of the business to take care of this conversation. Call it when the customer asks for a person, " +
        "complains, or needs what you cannot do or do not know. The customer is told nothing by it: your answer has to.",
      input: handOverInput,
      readOnly: false,
      handle: handOver,
    }),
  ],
};
