-- Which version a draft began from, and who changed which of its fields when.
ALTER TABLE "AssistantDraft" ADD COLUMN "basedOn" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "changes" JSONB NOT NULL DEFAULT '{}';

-- Which message told the customer that an assistant answers.
ALTER TABLE "Message" ADD COLUMN "discloses" BOOLEAN NOT NULL DEFAULT false;
