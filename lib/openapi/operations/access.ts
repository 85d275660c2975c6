import { z } from "zod";
import { credentialsSchema } from "../../auth/schema";
import { section, time } from "../operation";

export const access = section("Sign in", [
  {
    method: "POST",
    path: "/auth/token",
    summary: "Get an access token",
    description:
      "For 12 hours, and shown this once. An API token of the organisation, made in the panel, needs no such call. A wrong password and an unknown e-mail are answered alike.",
    permission: null,
    body: { schema: credentialsSchema, example: { email: "owner@example.com", password: "correct horse battery" } },
    response: {
      status: 200,
      description: "The token.",
      content: {
        schema: z.strictObject({ accessToken: z.string(), expiresAt: time, tokenType: z.literal("Bearer") }),
      },
    },
    errors: { 429: "Five failures within 15 minutes: wait for `Retry-After` seconds." },
  },
]);
