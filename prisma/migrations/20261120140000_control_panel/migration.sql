-- CreateEnum
CREATE TYPE "AppMode" AS ENUM ('open', 'paused');

-- CreateEnum
CREATE TYPE "Channel" AS ENUM ('whatsapp');

-- CreateEnum
CREATE TYPE "Verdict" AS ENUM ('good', 'bad');

-- CreateEnum
CREATE TYPE "HealthStatus" AS ENUM ('good', 'look', 'broken');

-- CreateEnum
CREATE TYPE "WebhookRefusal" AS ENUM ('wrong_token', 'wrong_url', 'other_account');

-- AlterEnum
ALTER TYPE "ReplyOutcome" ADD VALUE 'paused';

-- AlterTable
ALTER TABLE "AppVersion" ADD COLUMN     "business" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "disclosureText" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "maxToolSteps" INTEGER NOT NULL DEFAULT 8,
ADD COLUMN     "note" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "restoredFrom" INTEGER,
ADD COLUMN     "rules" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "temperature" DOUBLE PRECISION;

-- AlterTable
ALTER TABLE "Conversation" ADD COLUMN     "channel" "Channel" NOT NULL DEFAULT 'whatsapp',
ADD COLUMN     "pauseNoticeAt" TIMESTAMPTZ(3),
ADD COLUMN     "reviewedAt" TIMESTAMPTZ(3),
ADD COLUMN     "reviewedById" UUID;

-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "authorName" TEXT,
ADD COLUMN     "userId" UUID;

-- AlterTable
ALTER TABLE "Organization" ADD COLUMN     "setup" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "ProviderKey" ADD COLUMN     "testProblem" TEXT,
ADD COLUMN     "testedAt" TIMESTAMPTZ(3),
ADD COLUMN     "testedMs" INTEGER;

-- AlterTable
ALTER TABLE "ReplyRun" ADD COLUMN     "steps" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "sessionEpoch" INTEGER NOT NULL DEFAULT 0,
ALTER COLUMN "passwordHash" DROP NOT NULL;

-- AlterTable
ALTER TABLE "WhatsAppApp" ADD COLUMN     "mode" "AppMode" NOT NULL DEFAULT 'open',
ADD COLUMN     "nextAuthToken" TEXT,
ADD COLUMN     "nextAuthTokenLastFour" TEXT,
ADD COLUMN     "pausedAt" TIMESTAMPTZ(3),
ADD COLUMN     "pausedById" UUID,
ADD COLUMN     "pausedText" TEXT,
ADD COLUMN     "rotationStartedAt" TIMESTAMPTZ(3),
ADD COLUMN     "sendsWithNextToken" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "PasswordReset" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PasswordReset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "email" TEXT,
    "role" "Role" NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "acceptedById" UUID,
    "revokedAt" TIMESTAMPTZ(3),
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "lastFour" TEXT NOT NULL,
    "scopes" TEXT[],
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "userId" UUID,
    "apiTokenId" UUID,
    "actorName" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "address" TEXT,
    "userAgent" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AssistantDraft" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "whatsAppAppId" UUID NOT NULL,
    "content" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updatedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AssistantDraft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DraftEditor" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "draftId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "field" TEXT,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DraftEditor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookFailure" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "whatsAppAppId" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "reason" "WebhookRefusal" NOT NULL,
    "signedUrl" TEXT NOT NULL DEFAULT '',
    "accountSidLastFour" TEXT NOT NULL DEFAULT '',
    "count" INTEGER NOT NULL DEFAULT 1,
    "firstAt" TIMESTAMPTZ(3) NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "WebhookFailure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HealthCheck" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "check" TEXT NOT NULL,
    "status" "HealthStatus" NOT NULL,
    "evidence" JSONB NOT NULL DEFAULT '{}',
    "checkedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "HealthCheck_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HealthSample" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "check" TEXT NOT NULL,
    "halfHour" TIMESTAMPTZ(3) NOT NULL,
    "worst" "HealthStatus" NOT NULL,

    CONSTRAINT "HealthSample_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Note" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "conversationId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "authorName" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConversationRead" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "conversationId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "readAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ConversationRead_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Rating" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "replyRunId" UUID NOT NULL,
    "verdict" "Verdict" NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "betterAnswer" TEXT NOT NULL DEFAULT '',
    "userId" UUID NOT NULL,
    "authorName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Rating_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "PasswordReset_tokenHash_key" ON "PasswordReset"("tokenHash");

-- CreateIndex
CREATE INDEX "PasswordReset_userId_idx" ON "PasswordReset"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");

-- CreateIndex
CREATE INDEX "Invitation_organizationId_createdAt_idx" ON "Invitation"("organizationId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_organizationId_id_key" ON "Invitation"("organizationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_tokenHash_key" ON "ApiToken"("tokenHash");

-- CreateIndex
CREATE INDEX "ApiToken_organizationId_createdAt_idx" ON "ApiToken"("organizationId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_organizationId_id_key" ON "ApiToken"("organizationId", "id");

-- CreateIndex
CREATE INDEX "AuditEntry_organizationId_createdAt_id_idx" ON "AuditEntry"("organizationId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "AuditEntry_organizationId_action_idx" ON "AuditEntry"("organizationId", "action");

-- CreateIndex
CREATE UNIQUE INDEX "AssistantDraft_organizationId_id_key" ON "AssistantDraft"("organizationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "AssistantDraft_organizationId_whatsAppAppId_key" ON "AssistantDraft"("organizationId", "whatsAppAppId");

-- CreateIndex
CREATE UNIQUE INDEX "DraftEditor_draftId_userId_key" ON "DraftEditor"("draftId", "userId");

-- CreateIndex
CREATE INDEX "WebhookFailure_organizationId_lastAt_idx" ON "WebhookFailure"("organizationId", "lastAt");

-- CreateIndex
CREATE UNIQUE INDEX "WebhookFailure_whatsAppAppId_hour_reason_signedUrl_accountS_key" ON "WebhookFailure"("whatsAppAppId", "hour", "reason", "signedUrl", "accountSidLastFour");

-- CreateIndex
CREATE UNIQUE INDEX "HealthCheck_organizationId_check_key" ON "HealthCheck"("organizationId", "check");

-- CreateIndex
CREATE UNIQUE INDEX "HealthSample_organizationId_check_halfHour_key" ON "HealthSample"("organizationId", "check", "halfHour");

-- CreateIndex
CREATE INDEX "Note_conversationId_createdAt_idx" ON "Note"("conversationId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Note_organizationId_id_key" ON "Note"("organizationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ConversationRead_conversationId_userId_key" ON "ConversationRead"("conversationId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "Rating_organizationId_replyRunId_key" ON "Rating"("organizationId", "replyRunId");

-- CreateIndex
CREATE INDEX "Conversation_organizationId_needsPersonAt_idx" ON "Conversation"("organizationId", "needsPersonAt");

-- CreateIndex
CREATE INDEX "Message_organizationId_createdAt_idx" ON "Message"("organizationId", "createdAt");

-- CreateIndex
CREATE INDEX "ReplyRun_organizationId_startedAt_idx" ON "ReplyRun"("organizationId", "startedAt");

-- CreateIndex
CREATE INDEX "ReplyRun_organizationId_appVersionId_idx" ON "ReplyRun"("organizationId", "appVersionId");

-- AddForeignKey
ALTER TABLE "PasswordReset" ADD CONSTRAINT "PasswordReset_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AssistantDraft" ADD CONSTRAINT "AssistantDraft_organizationId_whatsAppAppId_fkey" FOREIGN KEY ("organizationId", "whatsAppAppId") REFERENCES "WhatsAppApp"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DraftEditor" ADD CONSTRAINT "DraftEditor_organizationId_draftId_fkey" FOREIGN KEY ("organizationId", "draftId") REFERENCES "AssistantDraft"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebhookFailure" ADD CONSTRAINT "WebhookFailure_organizationId_whatsAppAppId_fkey" FOREIGN KEY ("organizationId", "whatsAppAppId") REFERENCES "WhatsAppApp"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Note" ADD CONSTRAINT "Note_organizationId_conversationId_fkey" FOREIGN KEY ("organizationId", "conversationId") REFERENCES "Conversation"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConversationRead" ADD CONSTRAINT "ConversationRead_organizationId_conversationId_fkey" FOREIGN KEY ("organizationId", "conversationId") REFERENCES "Conversation"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Rating" ADD CONSTRAINT "Rating_organizationId_replyRunId_fkey" FOREIGN KEY ("organizationId", "replyRunId") REFERENCES "ReplyRun"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
