-- Searching and filtering conversations (lib/conversations/find-conversations.ts). Prisma knows neither expressions nor
-- conditions of an index: these stand here only, and its comparison of schemas leaves them alone.

-- The organisation is a word of its own in the index, so that a search never reads what other organisations have
-- written, however common its words are. fastupdate gathers new entries and so keeps the intake cheap.
CREATE FUNCTION "searchWords"(p_organization_id uuid, p_text text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN array_to_tsvector(ARRAY['@' || p_organization_id::text]) || to_tsvector('simple', left(p_text, 20000));

CREATE INDEX "Message_search_idx" ON "Message" USING gin ("searchWords"("organizationId", "text")) WITH (fastupdate = on);

CREATE INDEX "Contact_search_idx" ON "Contact" USING gin ("searchWords"("organizationId", "displayName")) WITH (fastupdate = on);

-- Messages that did not arrive are few; an index of those alone costs the others nothing.
CREATE INDEX "Message_failed_idx" ON "Message" ("organizationId", "conversationId") WHERE "deliveryState" = 'failed';

-- The same for attempts that met a pause.
CREATE INDEX "ReplyRun_paused_idx" ON "ReplyRun" ("organizationId", "conversationId") WHERE "outcome" = 'paused';
