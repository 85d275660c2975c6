import { defineTool, type FirstPartyPlugin } from "../first-party-plugin";
import { openingHours } from "./opening-hours";
import { openingHoursInput } from "./schema";

export const calendarHours: FirstPartyPlugin = {
  name: "calendar-hours",
  key: "calendar_hours",
  title: "Opening hours",
  description: "Looks up whether the business is open, until when, and when it opens next.",
  needsConversation: false,
  tools: [
    defineTool({
      name: "opening_hours",
      title: "Opening hours",
      description:
        "Says whether the business is open now, or at a given time: until when, the next opening and closing, and the " +
        "hours of each weekday, all in the business's time zone. Call it before you say anything about opening hours. " +
        "Public holidays are not known.",
      input: openingHoursInput,
      readOnly: true,
      handle: async (input, { business }) => openingHours(input, business, Date.now()),
    }),
  ],
};
