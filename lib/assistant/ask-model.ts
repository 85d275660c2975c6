import type { LanguageModelV3Message } from "@ai-sdk/provider";
import type { TenantDatabase } from "../db/for-organization";
import { type ChainCompletion, completeAlongChain } from "../gateway/complete-along-chain";
import { functionTool } from "../plugins/function-tool";
import type { OfferedTool } from "../plugins/tool";
import { buildPrompt, type HistoryMessage, type PromptParts } from "./build-prompt";
import type { Answering } from "./schema";

const modelTimeoutMs = 60_000;

type ModelParts = Pick<
  Answering,
  "organizationModelId" | "fallbackModelIds" | "hedgeAfterMs" | "maxOutputTokens" | "temperature"
>;

/** What stands between the question and the answer. */
export interface Rounds {
  /** What the model asked for so far, and what came of it. */
  rounds?: LanguageModelV3Message[];
  tools?: OfferedTool[];
  /** False: it has to answer now. */
  mayCall?: boolean;
  signal?: AbortSignal | undefined;
}

/**
 * One call of this content's model, or of one that stands in for it, for a customer and for the test chat alike. Throws
 * ModelError; when `signal` aborts, throws the signal's reason.
 *
 * @param history oldest first; ends with what is to be answered
 */
export function askModel(
  db: TenantDatabase,
  answering: PromptParts & ModelParts,
  history: HistoryMessage[],
  { rounds = [], tools = [], mayCall = true, signal }: Rounds = {},
): Promise<ChainCompletion> {
  const { organizationModelId, fallbackModelIds, hedgeAfterMs, maxOutputTokens, temperature } = answering;
  return completeAlongChain({
    db,
    organizationModelIds: [organizationModelId, ...fallbackModelIds],
    hedgeAfterMs,
    messages: [...buildPrompt(answering, history, new Date(), tools.length > 0), ...rounds],
    tools: tools.map(functionTool),
    toolChoice: { type: mayCall ? "auto" : "none" },
    limits: { timeoutMs: modelTimeoutMs, maxOutputTokens },
    temperature,
    signal,
  });
}
