import { answerChat } from "@/lib/gateway/openai/answer-chat";

/** POST /v1/chat/completions: OpenAI's wire format (docs/gateway.md). */
export const POST = answerChat;

export {
  otherMethod as DELETE,
  otherMethod as PATCH,
  otherMethod as GET,
  otherMethod as PUT,
} from "@/lib/gateway/openai/not-offered";
