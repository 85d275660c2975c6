-- AlterEnum
ALTER TYPE "WebhookRefusal" ADD VALUE 'other_number';

-- AlterTable
ALTER TABLE "WhatsAppApp" ADD COLUMN     "missedAt" TIMESTAMPTZ(3),
ADD COLUMN     "missedCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "webhookSeenAt" TIMESTAMPTZ(3);
