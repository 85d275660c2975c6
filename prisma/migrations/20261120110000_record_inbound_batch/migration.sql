-- Several inbound messages in one transaction: what arrives while the statement before is under way goes together in the
-- next one, so that parsing, commit and fsync are paid once for all of them (bench/README.md). Each row of the JSON list
-- has the parameters of "recordInbound" and names its own organisation. Returns the places in the list (from 0) of those
-- that were new. All or nothing: the caller tries each alone when one of them cannot be stored.
CREATE FUNCTION "recordInboundBatch"(p_messages json)
RETURNS TABLE ("index" integer, "conversationId" uuid, "inboundSeq" integer)
LANGUAGE plpgsql
-- Whoever holds a conversation holds it for moments. If not, its messages fail and all others go on.
SET lock_timeout = '3s'
AS $$
DECLARE
  m record;
BEGIN
  FOR m IN
    SELECT * FROM ROWS FROM (json_to_recordset(p_messages) AS (
      "organizationId" uuid, "appId" uuid, "phone" text, "bsuid" text, "displayName" text, "address" text,
      "serviceSid" text, "messageSid" text, "kind" "MessageKind", "text" text, "media" jsonb, "extras" jsonb,
      "wantsAnswer" boolean, "contactId" uuid, "phoneIdentityId" uuid, "bsuidIdentityId" uuid, "conversationId" uuid,
      "messageId" uuid, "outboxId" uuid
    )) WITH ORDINALITY AS row
    -- Everybody locks conversations in the same order, so that two of these calls never wait for each other.
    ORDER BY row."organizationId", row."address", row."ordinality"
  LOOP
    RETURN QUERY SELECT (m."ordinality" - 1)::integer, r."conversationId", r."inboundSeq" FROM "recordInbound"(
      m."organizationId", m."appId", m."phone", m."bsuid", m."displayName", m."address", m."serviceSid", m."messageSid",
      m."kind", m."text", m."media", m."extras", m."wantsAnswer", m."contactId", m."phoneIdentityId",
      m."bsuidIdentityId", m."conversationId", m."messageId", m."outboxId") r;
  END LOOP;
END;
$$;
