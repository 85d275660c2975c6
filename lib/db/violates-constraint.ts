import { Prisma } from "@/generated/prisma/client";

/**
 * Whether the database refused a write because of this constraint or unique index, by its name in the migrations
 * (`User_email_key`, `OrganizationModel_organizationId_providerKeyId_fkey`).
 */
export function violatesConstraint(error: unknown, name: string): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  const meta = error.meta as { driverAdapterError?: { cause?: { constraint?: { index?: string } } } } | undefined;
  return meta?.driverAdapterError?.cause?.constraint?.index === name;
}
