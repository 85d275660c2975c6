-- Somebody who proves an e-mail for the first time takes the account over from whoever made it (Google and GitHub sign-in).
ALTER TABLE "User" ADD COLUMN "emailProvedAt" TIMESTAMPTZ(3);
