-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "toolCallId" UUID;

-- CreateIndex
CREATE UNIQUE INDEX "Message_toolCallId_part_key" ON "Message"("toolCallId", "part");

