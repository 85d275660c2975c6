-- CreateEnum
CREATE TYPE "PluginKind" AS ENUM ('mcp', 'first_party');

-- CreateEnum
CREATE TYPE "PluginTransport" AS ENUM ('streamable_http', 'sse');

-- CreateEnum
CREATE TYPE "PluginAuth" AS ENUM ('none', 'headers', 'oauth');

-- CreateEnum
CREATE TYPE "ToolPermission" AS ENUM ('deny', 'allow', 'ask');

-- CreateEnum
CREATE TYPE "ToolCallOrigin" AS ENUM ('conversation', 'gateway', 'test');

-- CreateEnum
CREATE TYPE "ToolCallState" AS ENUM ('waiting', 'approved', 'running', 'done', 'failed', 'unknown', 'refused', 'expired', 'blocked');

-- AlterEnum
ALTER TYPE "AppMode" ADD VALUE 'fixed';

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "ReplyOutcome" ADD VALUE 'fixed';
ALTER TYPE "ReplyOutcome" ADD VALUE 'checking';

-- AlterTable
ALTER TABLE "ApiToken" ADD COLUMN     "requestsPerMinute" INTEGER NOT NULL DEFAULT 120;

-- AlterTable
ALTER TABLE "AppVersion" ADD COLUMN     "approvalText" TEXT NOT NULL DEFAULT 'One moment, a colleague is checking this for you.',
ADD COLUMN     "enabledTools" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "fallbackModelIds" UUID[] DEFAULT ARRAY[]::UUID[],
ADD COLUMN     "hedgeAfterMs" INTEGER;

-- AlterTable
ALTER TABLE "Contact" ADD COLUMN     "fields" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "Conversation" ADD COLUMN     "needsPersonSummary" TEXT;

-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "template" JSONB;

-- AlterTable
ALTER TABLE "ProviderKey" ADD COLUMN     "openUntil" TIMESTAMPTZ(3),
ADD COLUMN     "openedAt" TIMESTAMPTZ(3),
ADD COLUMN     "openedBecause" TEXT;

-- AlterTable
ALTER TABLE "WhatsAppApp" ADD COLUMN     "fixedText" TEXT;

-- CreateTable
CREATE TABLE "Plugin" (
    "organizationId" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "kind" "PluginKind" NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT,
    "transport" "PluginTransport",
    "auth" "PluginAuth" NOT NULL DEFAULT 'none',
    "headers" TEXT,
    "headerNames" TEXT[],
    "oauth" TEXT,
    "oauthStateHash" TEXT,
    "needsAuthorization" BOOLEAN NOT NULL DEFAULT false,
    "serverName" TEXT,
    "serverVersion" TEXT,
    "checkedAt" TIMESTAMPTZ(3),
    "latencyMs" INTEGER,
    "lastError" TEXT,
    "lastErrorAt" TIMESTAMPTZ(3),
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Plugin_pkey" PRIMARY KEY ("organizationId","id")
);

-- CreateTable
CREATE TABLE "PluginTool" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "pluginId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "permission" "ToolPermission" NOT NULL DEFAULT 'deny',
    "rules" JSONB NOT NULL DEFAULT '[]',
    "timeoutMs" INTEGER NOT NULL DEFAULT 15000,
    "pinned" JSONB,
    "pinnedHash" TEXT,
    "pinnedAt" TIMESTAMPTZ(3),
    "pinnedById" UUID,
    "listed" JSONB,
    "listedHash" TEXT,
    "changedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PluginTool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ToolCall" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "origin" "ToolCallOrigin" NOT NULL,
    "pluginId" TEXT NOT NULL,
    "pluginName" TEXT NOT NULL,
    "toolName" TEXT NOT NULL,
    "callName" TEXT NOT NULL,
    "conversationId" UUID,
    "replyRunId" UUID,
    "turn" INTEGER,
    "round" INTEGER NOT NULL DEFAULT 0,
    "position" INTEGER NOT NULL DEFAULT 0,
    "providerCallId" TEXT NOT NULL DEFAULT '',
    "input" JSONB NOT NULL,
    "output" TEXT,
    "outputBytes" INTEGER,
    "truncated" BOOLEAN NOT NULL DEFAULT false,
    "error" TEXT,
    "state" "ToolCallState" NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),
    "decidedAt" TIMESTAMPTZ(3),
    "decidedById" UUID,
    "decidedByName" TEXT,
    "decisionNote" TEXT,
    "decisionSeq" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ToolCall_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GatewayRequest" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "apiTokenId" UUID,
    "userId" UUID,
    "callerName" TEXT NOT NULL,
    "organizationModelId" UUID,
    "model" TEXT NOT NULL,
    "streamed" BOOLEAN NOT NULL,
    "status" INTEGER NOT NULL,
    "errorCode" TEXT,
    "inputTokens" INTEGER,
    "outputTokens" INTEGER,
    "costMicros" BIGINT,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "rounds" INTEGER NOT NULL DEFAULT 0,
    "toolCalls" INTEGER NOT NULL DEFAULT 0,
    "ms" INTEGER NOT NULL,
    "providerMs" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "GatewayRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GatewayMinute" (
    "organizationId" UUID NOT NULL,
    "callerId" UUID NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "requests" INTEGER NOT NULL,

    CONSTRAINT "GatewayMinute_pkey" PRIMARY KEY ("callerId","minute")
);

-- CreateIndex
CREATE UNIQUE INDEX "Plugin_oauthStateHash_key" ON "Plugin"("oauthStateHash");

-- CreateIndex
CREATE UNIQUE INDEX "Plugin_organizationId_key_key" ON "Plugin"("organizationId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "PluginTool_organizationId_pluginId_name_key" ON "PluginTool"("organizationId", "pluginId", "name");

-- CreateIndex
CREATE INDEX "ToolCall_organizationId_createdAt_id_idx" ON "ToolCall"("organizationId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "ToolCall_conversationId_createdAt_idx" ON "ToolCall"("conversationId", "createdAt");

-- CreateIndex
CREATE INDEX "ToolCall_organizationId_state_createdAt_idx" ON "ToolCall"("organizationId", "state", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "ToolCall_organizationId_id_key" ON "ToolCall"("organizationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ToolCall_replyRunId_round_position_key" ON "ToolCall"("replyRunId", "round", "position");

-- CreateIndex
CREATE INDEX "GatewayRequest_organizationId_createdAt_idx" ON "GatewayRequest"("organizationId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "GatewayRequest_apiTokenId_createdAt_idx" ON "GatewayRequest"("apiTokenId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "GatewayRequest_organizationId_id_key" ON "GatewayRequest"("organizationId", "id");

-- CreateIndex
CREATE INDEX "GatewayMinute_minute_idx" ON "GatewayMinute"("minute");

-- AddForeignKey
ALTER TABLE "Plugin" ADD CONSTRAINT "Plugin_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PluginTool" ADD CONSTRAINT "PluginTool_organizationId_pluginId_fkey" FOREIGN KEY ("organizationId", "pluginId") REFERENCES "Plugin"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ToolCall" ADD CONSTRAINT "ToolCall_organizationId_conversationId_fkey" FOREIGN KEY ("organizationId", "conversationId") REFERENCES "Conversation"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ToolCall" ADD CONSTRAINT "ToolCall_organizationId_replyRunId_fkey" FOREIGN KEY ("organizationId", "replyRunId") REFERENCES "ReplyRun"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
