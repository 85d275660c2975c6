import { z } from "zod";
import { HealthStatus } from "@/generated/prisma/enums";
import { listOf, section, time } from "../operation";

const result = z.strictObject({
  key: z.string().meta({ description: "Never changes: branch on it." }),
  title: z.string(),
  group: z.enum(["receiving", "answering", "delivering"]),
  status: z.enum(HealthStatus),
  situation: z
    .enum(["No response", "WhatsApp not enabled", "Unauthorised", "Delayed responses", "Messages not delivering"])
    .nullable(),
  sentence: z.string(),
  whatHappened: z.string(),
  whatToDo: z.array(z.string()),
  facts: z.array(z.strictObject({ term: z.string(), detail: z.string(), look: z.enum(["mono", "wrong"]).optional() })),
  codes: z.array(z.strictObject({ code: z.int(), count: z.int(), sentence: z.string(), owner: z.boolean() })),
  repair: z.strictObject({ label: z.string(), page: z.string() }).nullable(),
  checkedAt: time,
});

export const healthChecks = section("Health", [
  {
    method: "GET",
    path: "/health-checks",
    summary: "List what is checked, and what is wrong",
    description:
      "Checked each minute; Twilio itself is asked every 30 minutes. Empty before a WhatsApp sender is connected.",
    permission: "read-health",
    response: { status: 200, description: "The newest result of every check.", content: listOf(result) },
  },
]);
