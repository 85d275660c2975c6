-- One inbound message, stored whole or not at all, in one call: contact and identities, conversation, message, its
-- place in the order, and the outbox row that wakes the assistant. One statement a message is what lets the webhook
-- keep up (bench/README.md). Ids are made by the caller (UUIDv7). Returns no row when the message is already stored.
CREATE FUNCTION "recordInbound"(
  p_organization_id uuid,
  p_app_id uuid,
  p_phone text,
  p_bsuid text,
  p_display_name text,
  p_address text,
  p_service_sid text,
  p_message_sid text,
  p_kind "MessageKind",
  p_text text,
  p_media jsonb,
  p_extras jsonb,
  p_wants_answer boolean,
  p_contact_id uuid,
  p_phone_identity_id uuid,
  p_bsuid_identity_id uuid,
  p_conversation_id uuid,
  p_message_id uuid,
  p_outbox_id uuid
) RETURNS TABLE ("conversationId" uuid, "inboundSeq" integer)
LANGUAGE plpgsql
AS $$
DECLARE
  v_contact_id uuid;
  v_conversation_id uuid;
  v_seq integer;
  v_now timestamptz := clock_timestamp();
BEGIN
  IF EXISTS (SELECT FROM "Message" m WHERE m."organizationId" = p_organization_id AND m."providerSid" = p_message_sid) THEN
    RETURN;
  END IF;

  -- Who is it? The id of WhatsApp's own comes before the number: it stays when the number is hidden.
  LOOP
    SELECT i."contactId" INTO v_contact_id FROM "ContactIdentity" i
      WHERE i."organizationId" = p_organization_id AND i."kind" = 'bsuid' AND i."value" = p_bsuid;
    IF v_contact_id IS NULL THEN
      SELECT i."contactId" INTO v_contact_id FROM "ContactIdentity" i
        WHERE i."organizationId" = p_organization_id AND i."kind" = 'phone' AND i."value" = p_phone;
    END IF;
    EXIT WHEN v_contact_id IS NOT NULL;

    INSERT INTO "Contact" ("id", "organizationId", "displayName", "createdAt")
      VALUES (p_contact_id, p_organization_id, p_display_name, v_now);
    IF p_phone IS NOT NULL THEN
      INSERT INTO "ContactIdentity" ("id", "organizationId", "contactId", "kind", "value", "createdAt")
        VALUES (p_phone_identity_id, p_organization_id, p_contact_id, 'phone', p_phone, v_now)
        ON CONFLICT ("organizationId", "kind", "value") DO NOTHING;
    ELSE
      INSERT INTO "ContactIdentity" ("id", "organizationId", "contactId", "kind", "value", "createdAt")
        VALUES (p_bsuid_identity_id, p_organization_id, p_contact_id, 'bsuid', p_bsuid, v_now)
        ON CONFLICT ("organizationId", "kind", "value") DO NOTHING;
    END IF;
    IF FOUND THEN
      v_contact_id := p_contact_id;
      EXIT;
    END IF;
    -- Another message of the same new customer was a moment faster: use that contact.
    DELETE FROM "Contact" c WHERE c."id" = p_contact_id;
  END LOOP;

  IF p_phone IS NOT NULL AND p_bsuid IS NOT NULL THEN
    INSERT INTO "ContactIdentity" ("id", "organizationId", "contactId", "kind", "value", "createdAt")
      VALUES (p_phone_identity_id, p_organization_id, v_contact_id, 'phone', p_phone, v_now),
             (p_bsuid_identity_id, p_organization_id, v_contact_id, 'bsuid', p_bsuid, v_now)
      ON CONFLICT DO NOTHING;
  END IF;
  IF p_display_name IS NOT NULL AND v_contact_id <> p_contact_id THEN
    UPDATE "Contact" c SET "displayName" = p_display_name
      WHERE c."id" = v_contact_id AND c."displayName" IS DISTINCT FROM p_display_name;
  END IF;

  -- The row lock taken here puts the messages of one conversation in order.
  INSERT INTO "Conversation" AS c ("id", "organizationId", "whatsAppAppId", "contactId", "customerAddress",
      "messagingServiceSid", "inboundSeq", "lastInboundAt", "lastMessageAt", "createdAt", "updatedAt")
    VALUES (p_conversation_id, p_organization_id, p_app_id, v_contact_id, p_address,
      p_service_sid, p_wants_answer::int, v_now, v_now, v_now, v_now)
    ON CONFLICT ("whatsAppAppId", "contactId") DO UPDATE SET
      "customerAddress" = p_address,
      "messagingServiceSid" = p_service_sid,
      "inboundSeq" = c."inboundSeq" + p_wants_answer::int,
      "mode" = CASE WHEN c."mode" = 'closed' THEN 'bot' ELSE c."mode" END,
      "lastInboundAt" = v_now,
      "lastMessageAt" = v_now,
      "updatedAt" = v_now
    RETURNING c."id", c."inboundSeq" INTO v_conversation_id, v_seq;

  INSERT INTO "Message" ("id", "organizationId", "conversationId", "direction", "author", "kind", "text", "media", "extras",
      "seq", "providerSid", "deliveryState", "createdAt")
    VALUES (p_message_id, p_organization_id, v_conversation_id, 'inbound', 'customer', p_kind, p_text, p_media, p_extras,
      CASE WHEN p_wants_answer THEN v_seq END, p_message_sid, 'received', v_now)
    ON CONFLICT ("organizationId", "providerSid") DO NOTHING;
  IF NOT FOUND THEN
    -- A copy of this message was stored meanwhile: undo all of the above.
    RAISE EXCEPTION 'message % is already stored', p_message_sid USING ERRCODE = 'FD001';
  END IF;

  IF p_wants_answer THEN
    INSERT INTO "OutboxEvent" ("id", "organizationId", "name", "data", "createdAt")
      VALUES (p_outbox_id, p_organization_id, 'conversation/inbound.received', jsonb_build_object(
        'organizationId', p_organization_id, 'conversationId', v_conversation_id, 'inboundSeq', v_seq), v_now);
  END IF;

  RETURN QUERY SELECT v_conversation_id, v_seq;
END;
$$;
