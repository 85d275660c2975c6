import { notFound } from "../errors";
import { pluginIdSchema } from "../plugins/schema";

/** The id of a plugin in a path, a UUID or `first_party:<name>`. What is none of both is the same 404 as an unknown one. */
export async function pathPluginId(context: { params: Promise<{ id: string }> }): Promise<string> {
  const id = decoded((await context.params).id);
  if (!pluginIdSchema.safeParse(id).success) throw notFound("plugin");
  return id;
}

/** The name of a tool in a path, as its server writes it: it may have any character. */
export async function pathToolName(context: { params: Promise<{ name: string }> }): Promise<string> {
  return decoded((await context.params).name);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
