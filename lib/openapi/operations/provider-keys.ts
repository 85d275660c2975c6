import { z } from "zod";
import { providerKeySchema, providerSchema } from "../../gateway/schema";
import { exampleIds, id, listOf, section, time } from "../operation";

const providerKey = z.strictObject({
  id,
  provider: providerSchema,
  label: z.string(),
  baseUrl: z.string().nullable(),
  apiKey: z.string().meta({ description: "Masked: its last four characters." }),
  testedAt: time.nullable().meta({ description: "Of the last real call with it." }),
  testedMs: z.int().nullable(),
  testProblem: z.string().nullable().meta({ description: "What was wrong then; null: nothing." }),
  createdAt: time,
});

export const providerKeys = section("Provider keys", [
  {
    method: "GET",
    path: "/provider-keys",
    summary: "List provider keys",
    permission: "configure",
    response: { status: 200, description: "All keys, oldest first.", content: listOf(providerKey) },
  },
  {
    method: "POST",
    path: "/provider-keys",
    summary: "Add a provider key",
    description:
      "The credentials of whoever runs the model. `baseUrl` is needed for `openai-compatible`, and allowed for the others (a proxy).",
    permission: "configure",
    body: { schema: providerKeySchema, example: { provider: "openai", apiKey: "sk-0123456789abcdef", label: "Main" } },
    response: { status: 201, description: "The key, masked.", content: { schema: providerKey } },
  },
  {
    method: "POST",
    path: "/provider-keys/{id}/test",
    summary: "Try a provider key",
    description: "Makes a real, tiny call. What came of it is in the answer.",
    permission: "configure",
    parameters: { id: { description: "One of `GET /provider-keys`.", example: exampleIds.providerKey } },
    response: { status: 200, description: "The key, with the result.", content: { schema: providerKey } },
  },
  {
    method: "GET",
    path: "/provider-keys/{id}/models",
    summary: "List what a provider offers",
    permission: "configure",
    parameters: { id: { description: "One of `GET /provider-keys`.", example: exampleIds.providerKey } },
    response: {
      status: 200,
      description: "Models by their names there, with the list price where we know it.",
      content: listOf(
        z.strictObject({
          model: z.string(),
          inputPricePerMTok: z.number().nullable(),
          outputPricePerMTok: z.number().nullable(),
        }),
      ),
    },
    errors: { 503: "`unavailable`: the provider does not answer." },
  },
  {
    method: "DELETE",
    path: "/provider-keys/{id}",
    summary: "Delete a provider key",
    permission: "configure",
    parameters: { id: { description: "One of `GET /provider-keys`.", example: exampleIds.spareProviderKey } },
    response: { status: 204, description: "Gone, and erased.", content: null },
    errors: { 409: "`in_use`: a model is reached with it." },
  },
]);
