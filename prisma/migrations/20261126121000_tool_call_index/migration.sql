-- CreateIndex
CREATE INDEX "ToolCall_organizationId_pluginId_toolName_createdAt_idx" ON "ToolCall"("organizationId", "pluginId", "toolName", "createdAt" DESC);
