-- CreateEnum
CREATE TYPE "Role" AS ENUM ('owner', 'admin', 'agent', 'viewer');

-- CreateEnum
CREATE TYPE "Provider" AS ENUM ('openai', 'anthropic', 'openai_compatible');

-- CreateEnum
CREATE TYPE "IdentityKind" AS ENUM ('phone', 'bsuid');

-- CreateEnum
CREATE TYPE "ConversationMode" AS ENUM ('bot', 'human', 'closed');

-- CreateEnum
CREATE TYPE "Direction" AS ENUM ('inbound', 'outbound');

-- CreateEnum
CREATE TYPE "Author" AS ENUM ('customer', 'assistant', 'person', 'system');

-- CreateEnum
CREATE TYPE "MessageKind" AS ENUM ('text', 'image', 'audio', 'video', 'document', 'sticker', 'location', 'contacts', 'button', 'unsupported');

-- CreateEnum
CREATE TYPE "DeliveryState" AS ENUM ('received', 'pending', 'sending', 'unknown', 'queued', 'sent', 'delivered', 'read', 'failed');

-- CreateEnum
CREATE TYPE "ReplyOutcome" AS ENUM ('running', 'answered', 'superseded', 'taken_over', 'empty', 'refused', 'failed');

-- CreateTable
CREATE TABLE "Organization" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "role" "Role" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AccessToken" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AccessToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInThrottle" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SignInThrottle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "ProviderKey" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "provider" "Provider" NOT NULL,
    "label" TEXT NOT NULL,
    "baseUrl" TEXT,
    "apiKey" TEXT NOT NULL,
    "lastFour" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ProviderKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OrganizationModel" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "providerKeyId" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "inputPricePerMTok" INTEGER,
    "outputPricePerMTok" INTEGER,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "OrganizationModel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WhatsAppApp" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "appKey" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "exclusiveNumber" TEXT,
    "accountSid" TEXT NOT NULL,
    "authToken" TEXT NOT NULL,
    "accountSidLastFour" TEXT NOT NULL,
    "authTokenLastFour" TEXT NOT NULL,
    "publishedVersionId" UUID,
    "reconciledAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "WhatsAppApp_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AppVersion" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "whatsAppAppId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "organizationModelId" UUID NOT NULL,
    "systemPrompt" TEXT NOT NULL,
    "enabledPluginIds" TEXT[],
    "settleMs" INTEGER NOT NULL,
    "settleCapMs" INTEGER NOT NULL,
    "maxOutputTokens" INTEGER NOT NULL,
    "fallbackText" TEXT NOT NULL,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AppVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Contact" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "displayName" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ContactIdentity" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "contactId" UUID NOT NULL,
    "kind" "IdentityKind" NOT NULL,
    "value" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ContactIdentity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Conversation" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "whatsAppAppId" UUID NOT NULL,
    "contactId" UUID NOT NULL,
    "mode" "ConversationMode" NOT NULL DEFAULT 'bot',
    "customerAddress" TEXT NOT NULL,
    "messagingServiceSid" TEXT,
    "inboundSeq" INTEGER NOT NULL DEFAULT 0,
    "answeredSeq" INTEGER NOT NULL DEFAULT 0,
    "lastInboundAt" TIMESTAMPTZ(3) NOT NULL,
    "lastMessageAt" TIMESTAMPTZ(3) NOT NULL,
    "needsPersonReason" TEXT,
    "needsPersonAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Conversation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Message" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "conversationId" UUID NOT NULL,
    "direction" "Direction" NOT NULL,
    "author" "Author" NOT NULL,
    "kind" "MessageKind" NOT NULL DEFAULT 'text',
    "text" TEXT NOT NULL DEFAULT '',
    "media" JSONB NOT NULL DEFAULT '[]',
    "extras" JSONB NOT NULL DEFAULT '{}',
    "seq" INTEGER,
    "turn" INTEGER,
    "part" INTEGER,
    "replyRunId" UUID,
    "providerSid" TEXT,
    "deliveryState" "DeliveryState" NOT NULL,
    "deliveryRank" INTEGER NOT NULL DEFAULT 0,
    "errorCode" INTEGER,
    "errorMessage" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "attemptedAt" TIMESTAMPTZ(3),
    "retryAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeliveryEvent" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "messageId" UUID NOT NULL,
    "providerSid" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "errorCode" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DeliveryEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReplyRun" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "conversationId" UUID NOT NULL,
    "appVersionId" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "turn" INTEGER NOT NULL,
    "outcome" "ReplyOutcome" NOT NULL DEFAULT 'running',
    "finishReason" TEXT,
    "answer" TEXT,
    "inputTokens" INTEGER,
    "outputTokens" INTEGER,
    "costMicros" BIGINT,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "settleMs" INTEGER,
    "modelMs" INTEGER,
    "errorKind" TEXT,
    "errorMessage" TEXT,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ReplyRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OutboxEvent" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "OutboxEvent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Organization_slug_key" ON "Organization"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Membership_userId_idx" ON "Membership"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Membership_organizationId_userId_key" ON "Membership"("organizationId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "AccessToken_tokenHash_key" ON "AccessToken"("tokenHash");

-- CreateIndex
CREATE INDEX "AccessToken_userId_idx" ON "AccessToken"("userId");

-- CreateIndex
CREATE INDEX "AccessToken_expiresAt_idx" ON "AccessToken"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "ProviderKey_organizationId_id_key" ON "ProviderKey"("organizationId", "id");

-- CreateIndex
CREATE INDEX "OrganizationModel_organizationId_providerKeyId_idx" ON "OrganizationModel"("organizationId", "providerKeyId");

-- CreateIndex
CREATE UNIQUE INDEX "OrganizationModel_organizationId_id_key" ON "OrganizationModel"("organizationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "WhatsAppApp_organizationId_key" ON "WhatsAppApp"("organizationId");

-- CreateIndex
CREATE UNIQUE INDEX "WhatsAppApp_appKey_key" ON "WhatsAppApp"("appKey");

-- CreateIndex
CREATE UNIQUE INDEX "WhatsAppApp_exclusiveNumber_key" ON "WhatsAppApp"("exclusiveNumber");

-- CreateIndex
CREATE UNIQUE INDEX "WhatsAppApp_organizationId_id_key" ON "WhatsAppApp"("organizationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "WhatsAppApp_organizationId_publishedVersionId_key" ON "WhatsAppApp"("organizationId", "publishedVersionId");

-- CreateIndex
CREATE INDEX "AppVersion_organizationId_organizationModelId_idx" ON "AppVersion"("organizationId", "organizationModelId");

-- CreateIndex
CREATE UNIQUE INDEX "AppVersion_organizationId_id_key" ON "AppVersion"("organizationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "AppVersion_whatsAppAppId_number_key" ON "AppVersion"("whatsAppAppId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "Contact_organizationId_id_key" ON "Contact"("organizationId", "id");

-- CreateIndex
CREATE INDEX "ContactIdentity_organizationId_contactId_idx" ON "ContactIdentity"("organizationId", "contactId");

-- CreateIndex
CREATE UNIQUE INDEX "ContactIdentity_organizationId_kind_value_key" ON "ContactIdentity"("organizationId", "kind", "value");

-- CreateIndex
CREATE INDEX "Conversation_organizationId_lastMessageAt_id_idx" ON "Conversation"("organizationId", "lastMessageAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Conversation_organizationId_updatedAt_idx" ON "Conversation"("organizationId", "updatedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Conversation_organizationId_id_key" ON "Conversation"("organizationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Conversation_whatsAppAppId_contactId_key" ON "Conversation"("whatsAppAppId", "contactId");

-- CreateIndex
CREATE INDEX "Message_conversationId_id_idx" ON "Message"("conversationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Message_organizationId_id_key" ON "Message"("organizationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Message_organizationId_providerSid_key" ON "Message"("organizationId", "providerSid");

-- CreateIndex
CREATE UNIQUE INDEX "Message_conversationId_turn_part_key" ON "Message"("conversationId", "turn", "part");

-- CreateIndex
CREATE UNIQUE INDEX "DeliveryEvent_messageId_providerSid_status_errorCode_key" ON "DeliveryEvent"("messageId", "providerSid", "status", "errorCode");

-- CreateIndex
CREATE INDEX "ReplyRun_conversationId_turn_idx" ON "ReplyRun"("conversationId", "turn");

-- CreateIndex
CREATE UNIQUE INDEX "ReplyRun_organizationId_id_key" ON "ReplyRun"("organizationId", "id");

-- CreateIndex
CREATE INDEX "OutboxEvent_createdAt_idx" ON "OutboxEvent"("createdAt");

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccessToken" ADD CONSTRAINT "AccessToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProviderKey" ADD CONSTRAINT "ProviderKey_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrganizationModel" ADD CONSTRAINT "OrganizationModel_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrganizationModel" ADD CONSTRAINT "OrganizationModel_organizationId_providerKeyId_fkey" FOREIGN KEY ("organizationId", "providerKeyId") REFERENCES "ProviderKey"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WhatsAppApp" ADD CONSTRAINT "WhatsAppApp_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WhatsAppApp" ADD CONSTRAINT "WhatsAppApp_organizationId_publishedVersionId_fkey" FOREIGN KEY ("organizationId", "publishedVersionId") REFERENCES "AppVersion"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AppVersion" ADD CONSTRAINT "AppVersion_organizationId_whatsAppAppId_fkey" FOREIGN KEY ("organizationId", "whatsAppAppId") REFERENCES "WhatsAppApp"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AppVersion" ADD CONSTRAINT "AppVersion_organizationId_organizationModelId_fkey" FOREIGN KEY ("organizationId", "organizationModelId") REFERENCES "OrganizationModel"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Contact" ADD CONSTRAINT "Contact_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ContactIdentity" ADD CONSTRAINT "ContactIdentity_organizationId_contactId_fkey" FOREIGN KEY ("organizationId", "contactId") REFERENCES "Contact"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Conversation" ADD CONSTRAINT "Conversation_organizationId_whatsAppAppId_fkey" FOREIGN KEY ("organizationId", "whatsAppAppId") REFERENCES "WhatsAppApp"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Conversation" ADD CONSTRAINT "Conversation_organizationId_contactId_fkey" FOREIGN KEY ("organizationId", "contactId") REFERENCES "Contact"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_organizationId_conversationId_fkey" FOREIGN KEY ("organizationId", "conversationId") REFERENCES "Conversation"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_organizationId_replyRunId_fkey" FOREIGN KEY ("organizationId", "replyRunId") REFERENCES "ReplyRun"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeliveryEvent" ADD CONSTRAINT "DeliveryEvent_organizationId_messageId_fkey" FOREIGN KEY ("organizationId", "messageId") REFERENCES "Message"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReplyRun" ADD CONSTRAINT "ReplyRun_organizationId_conversationId_fkey" FOREIGN KEY ("organizationId", "conversationId") REFERENCES "Conversation"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReplyRun" ADD CONSTRAINT "ReplyRun_organizationId_appVersionId_fkey" FOREIGN KEY ("organizationId", "appVersionId") REFERENCES "AppVersion"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
