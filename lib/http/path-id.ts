import { z } from "zod";
import { notFound } from "../errors";

/** The id in a path. What is no UUID is nobody's: the same 404 as for an id that does not exist. */
export async function pathId(context: { params: Promise<{ id: string }> }, what: string): Promise<string> {
  const { id } = await context.params;
  if (!z.uuid().safeParse(id).success) throw notFound(what);
  return id.toLowerCase();
}
