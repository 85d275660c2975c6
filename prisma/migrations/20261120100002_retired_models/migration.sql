-- AlterTable
ALTER TABLE "OrganizationModel" ALTER COLUMN "providerKeyId" DROP NOT NULL;
