import { z } from "zod";
import { modelSchema } from "../../gateway/schema";
import { exampleIds, id, listOf, section, time } from "../operation";

const price = z.number().nullable().meta({ description: "US dollars for a million tokens; null: not known." });

const model = z.strictObject({
  organizationModelId: id,
  providerKeyId: id,
  model: z.string(),
  label: z.string(),
  inputPricePerMTok: price,
  outputPricePerMTok: price,
  createdAt: time,
});

export const models = section("Models", [
  {
    method: "GET",
    path: "/models",
    summary: "List models",
    permission: "configure",
    response: { status: 200, description: "All models, oldest first.", content: listOf(model) },
  },
  {
    method: "POST",
    path: "/models",
    summary: "Add a model",
    description: "Prices are US dollars for a million tokens. Without them a reply shows no price.",
    permission: "configure",
    body: {
      schema: modelSchema,
      example: {
        providerKeyId: exampleIds.providerKey,
        model: "gpt-5.2-mini",
        inputPricePerMTok: 0.25,
        outputPricePerMTok: 2,
      },
    },
    response: { status: 201, description: "The model.", content: { schema: model } },
  },
  {
    method: "DELETE",
    path: "/models/{id}",
    summary: "Delete a model",
    description: "One that only older versions used goes from the list; those versions still say what answered.",
    permission: "configure",
    parameters: { id: { description: "One of `GET /models`.", example: exampleIds.spareModel } },
    response: { status: 204, description: "Gone from the list.", content: null },
    errors: { 409: "`in_use`: the published version answers with it." },
  },
]);
