-- A person approves a call by the definition that was ticked when it was asked for.
ALTER TABLE "ToolCall" ADD COLUMN "definitionHash" TEXT;
