import { inEither } from "./in-period";

/**
 * SQL: which conversations needed a person, when and why; a conversation with two reasons is there twice. What is left of
 * a flag is its attempt, or the call of the tool that handed over, since a flag goes when somebody has answered or
 * reviewed: so all are read.
 */
export const personNeeded = `
  SELECT "startedAt" >= $2::timestamptz AS "current", "conversationId",
    CASE "outcome" WHEN 'paused' THEN 'The assistant is paused.' WHEN 'fixed' THEN 'The kill switch is on.'
      ELSE coalesce("errorMessage", 'The assistant could not answer.') END AS "reason"
  FROM "ReplyRun"
  WHERE "organizationId" = $1 AND "outcome" IN ('failed', 'refused', 'empty', 'paused', 'fixed') AND ${inEither('"startedAt"')}
  UNION
  SELECT "needsPersonAt" >= $2::timestamptz, "id", "needsPersonReason"
  FROM "Conversation"
  WHERE "organizationId" = $1 AND "needsPersonReason" IS NOT NULL AND ${inEither('"needsPersonAt"')}
  UNION
  SELECT "createdAt" >= $2::timestamptz, "conversationId", trim("input"->>'reason')
  FROM "ToolCall"
  WHERE "organizationId" = $1 AND "pluginId" = 'first_party:handoff' AND "toolName" = 'hand_over' AND "state" = 'done'
    AND "conversationId" IS NOT NULL AND ${inEither('"createdAt"')}`;
