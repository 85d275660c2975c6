-- AlterTable
ALTER TABLE "WhatsAppApp" ADD COLUMN     "disconnectedAt" TIMESTAMPTZ(3),
ADD COLUMN     "nextTokenSeenAt" TIMESTAMPTZ(3),
ADD COLUMN     "rotationByTwilio" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "rotationPromotedAt" TIMESTAMPTZ(3),
ADD COLUMN     "rotationSwitchedAt" TIMESTAMPTZ(3),
ADD COLUMN     "senderCheck" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "senderCheckedAt" TIMESTAMPTZ(3);
