import { splitReply } from "./split-reply";

/**
 * An answer as the messages that go out. The disclosure is the first paragraph of the first one and no message of its
 * own: it is read together with what it speaks of, and two messages may arrive in the wrong order.
 */
export function composeAnswer(answer: string, disclosureText = ""): string[] {
  const words = answer.trim();
  return splitReply(words && disclosureText ? `${disclosureText}\n\n${words}` : words);
}
