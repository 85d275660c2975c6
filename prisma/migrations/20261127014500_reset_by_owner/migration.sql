-- A link that an owner hands over proves no e-mail.
ALTER TABLE "PasswordReset" ADD COLUMN "byOwner" BOOLEAN NOT NULL DEFAULT false;
