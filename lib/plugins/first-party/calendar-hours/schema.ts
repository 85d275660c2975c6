import { z } from "zod";

export const openingHoursInput = z.strictObject({
  at: z
    .string()
    .max(40)
    .optional()
    .describe("ISO date and time such as 2026-12-24T15:30, in the business's time zone unless it has an offset."),
});
