import { requireApiCaller } from "@/lib/auth/require-api-caller";
import {
  abandonRotation,
  finishRotation,
  getRotation,
  promoteToken,
  startRotation,
  switchSending,
} from "@/lib/channels/rotate-token";
import { rotationStepSchema } from "@/lib/channels/schema";
import { handle, json } from "@/lib/http/handle";
import { readJson } from "@/lib/http/read-json";
import { parseInput } from "@/lib/parse-input";

export const GET = handle(async (request) => {
  const { db } = await requireApiCaller(request, { permission: "configure" });
  return getRotation(db);
});

export const POST = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  return json(await startRotation(db, await readJson(request), actor), 201);
});

const steps = { switch: switchSending, promote: promoteToken, finish: finishRotation };

export const PATCH = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  const { step } = parseInput(rotationStepSchema, await readJson(request));
  return steps[step](db, actor);
});

export const DELETE = handle(async (request) => {
  const { db, actor } = await requireApiCaller(request, { permission: "configure" });
  return abandonRotation(db, actor);
});
