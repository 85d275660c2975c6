import { z } from "zod";

export const handOverInput = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(1, "Say why a person is needed.")
    .max(160, "A reason has at most 160 characters.")
    .describe("Why a person is needed, in a sentence, such as: The customer wants a refund for a damaged parcel."),
  summary: z
    .string()
    .trim()
    .min(1, "Say what it is about.")
    .max(2_000, "A summary has at most 2,000 characters.")
    .describe("What a colleague must know to go on: what was asked, what was answered, what is open."),
});
