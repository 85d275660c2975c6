import { z } from "zod";
import { countUnanswered } from "../count-unanswered";
import { counted, defineCheck, explanation, iso, isoTime } from "../schema";

/** Whether there is a version that answers, and nobody has paused it or thrown the kill switch. */
export const assistant = defineCheck({
  key: "assistant",
  title: "Assistant",
  group: "answering",
  evidence: z.object({
    version: z.int().nullable(),
    pausedAt: isoTime.nullable(),
    fixedAt: isoTime.nullable().default(null),
    sendsPausedText: z.boolean(),
    waiting: z.int(),
  }),

  async run(context) {
    const { app } = context;
    const since = iso(app.pausedAt ?? context.now);
    const { waiting } = await countUnanswered(context);
    const evidence = {
      version: app.version?.number ?? null,
      pausedAt: app.mode === "paused" ? since : null,
      fixedAt: app.mode === "fixed" ? since : null,
      sendsPausedText: app.pausedText !== null,
      waiting,
    };
    if (!app.version) return { status: waiting > 0 ? "broken" : "look", evidence };
    return { status: app.mode === "open" ? "good" : "look", evidence };
  },

  explain({ version, pausedAt, fixedAt, sendsPausedText, waiting }, _status, { at }) {
    const facts = waiting > 0 ? [{ term: "Left unanswered", detail: counted(waiting, "customer") }] : [];
    if (version === null) {
      return explanation({
        situation: "No response",
        sentence: "No version of the assistant is published",
        whatHappened: "Messages are received and kept, and nobody answers them: the assistant has not been told how.",
        whatToDo: ["Write what the assistant is and does, try it in the test chat, and publish it."],
        facts,
        repair: { label: "Publish the assistant", page: "assistant" },
      });
    }
    if (pausedAt) {
      return explanation({
        situation: "No response",
        sentence: `The assistant has been paused since ${at(pausedAt)}`,
        whatHappened: `Messages are kept; customers get ${sendsPausedText ? "your fixed text, once" : "nothing"}.`,
        whatToDo: ["Open the desk again when you are ready. Who wrote in the meantime is under Conversations."],
        facts,
        repair: { label: "Open the desk", page: "assistant" },
      });
    }
    if (fixedAt) {
      return explanation({
        sentence: `The kill switch has been on since ${at(fixedAt)}`,
        whatHappened:
          "Every customer who writes gets the fixed text, and no model is asked. Their conversations are marked for a person.",
        whatToDo: ["Lift it at the desk plate when the assistant may answer again.", "Answer those who wait."],
        facts,
        repair: { label: "Those who wait", page: "conversations" },
      });
    }
    return explanation({ sentence: `Version ${version} answers.` });
  },
});
