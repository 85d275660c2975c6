import type { z } from "zod";
import { AppError } from "../../errors";
import { parseInput } from "../../parse-input";
import type { ToolContext } from "../tool";

/** A plugin of our own: a folder beside this file with its schema, its handlers and their test. */
export interface FirstPartyPlugin {
  /** Its id is `first_party:<name>`. */
  name: string;
  /** Stands before its tools' names, with _ for -. */
  key: string;
  title: string;
  /** What it lets the assistant do, in a sentence for the owner. */
  description: string;
  /** It acts on the customer of a conversation, so that the gateway's other clients cannot have it. */
  needsConversation: boolean;
  tools: FirstPartyTool[];
}

export interface FirstPartyTool {
  name: string;
  title: string;
  /** For the model: when to call it and what comes back. */
  description: string;
  input: z.ZodObject;
  /** It changes nothing, so that a dry run may run it. */
  readOnly: boolean;
  /** Gives what the model is told, as JSON. Throws AppError with a sentence that the model may read. Safe to meet twice with one callId. */
  handle(input: unknown, context: ToolContext): Promise<unknown>;
}

/** Declares a tool whose handler gets what its schema has read, and is not called for what a dry run must not change. */
export function defineTool<S extends z.ZodObject>(
  tool: Omit<FirstPartyTool, "input" | "handle"> & {
    input: S;
    handle(input: z.output<S>, context: ToolContext): Promise<unknown>;
  },
): FirstPartyTool {
  return {
    ...tool,
    async handle(input, context) {
      const read = readInput(tool.input, input);
      if (context.dryRun && !tool.readOnly) return { dryRun: true, note: "Nothing was changed.", input: read };
      return tool.handle(read, context);
    },
  };
}

/** A model reads only the sentence: so it has to name the fields. */
function readInput<S extends z.ZodObject>(schema: S, input: unknown): z.output<S> {
  try {
    return parseInput(schema, input);
  } catch (error) {
    const wrong = error instanceof AppError ? Object.entries(error.details.fields ?? {}) : [];
    if (wrong.length === 0) throw error;
    throw new AppError("invalid", wrong.map(([field, sentence]) => `${field}: ${sentence}`).join(" "));
  }
}
