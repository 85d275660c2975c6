-- DropIndex
DROP INDEX "ToolCall_organizationId_state_createdAt_idx";

-- CreateIndex
CREATE INDEX "ToolCall_state_createdAt_idx" ON "ToolCall"("state", "createdAt");
