import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitReply } from "./split-reply";

const words = (count: number, word = "word") => Array.from({ length: count }, () => word).join(" ");

describe("cutting a long answer into messages", () => {
  it("leaves an answer of 1,500 characters whole", () => {
    expect(splitReply("a".repeat(1500))).toEqual(["a".repeat(1500)]);
  });

  it("gives nothing for white space", () => {
    expect(splitReply(" \n\t ")).toEqual([]);
  });

  it("prefers a paragraph to a sentence, and a sentence to a word", () => {
    const paragraph = `${words(200)}.`;
    expect(splitReply(`${paragraph}\n\n${paragraph}`)).toEqual([paragraph, paragraph]);
    const sentences = `${words(200)}. ${words(200)}.`;
    expect(splitReply(sentences)[0]).toBe(`${words(200)}.`);
    expect(splitReply(words(500))[0]).toMatch(/word$/);
  });

  it("never cuts inside a web address", () => {
    const url = `https://shop.example/${"path/".repeat(20)}`;
    const text = `${words(290)} ${url} ${words(100)}`;
    expect(text.indexOf(url)).toBeLessThan(1500);
    expect(splitReply(text).filter((part) => part.includes(url))).toHaveLength(1);
  });

  it("never cuts inside bold words", () => {
    const bold = `*${words(30, "bold")}*`;
    expect(splitReply(`${words(290)} ${bold} ${words(60)}`).filter((part) => part.includes(bold))).toHaveLength(1);
  });

  it("makes three messages at most and shows that something is left out", () => {
    const parts = splitReply(words(2000));
    expect(parts).toHaveLength(3);
    expect(parts[2]).toMatch(/word …$/);
  });

  it("cuts a word only when it is longer than a message, and then between whole characters", () => {
    const parts = splitReply(`a${"😀".repeat(1000)}`);
    expect(parts.join("")).toBe(`a${"😀".repeat(1000)}`);
    for (const part of parts) expect(part.isWellFormed()).toBe(true);
  });

  it("keeps every word, in order, in parts of at most 1,500 characters", () => {
    const word = fc.stringMatching(/^[a-zé😀.]{1,30}$/u);
    const separator = fc.constantFrom(" ", "\n", "\n\n", ". ");
    fc.assert(
      fc.property(fc.array(fc.tuple(word, separator), { minLength: 1, maxLength: 250 }), (pairs) => {
        const text = pairs.flat().join("");
        const parts = splitReply(text);
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(1500);
          expect(part.trim()).toBe(part);
          expect(part).not.toBe("");
        }
        const said = parts.join(" ").split(/\s+/).filter(Boolean);
        const meant = text.split(/\s+/).filter(Boolean);
        if (said.at(-1) === "…") expect(meant.slice(0, said.length - 1)).toEqual(said.slice(0, -1));
        else expect(said).toEqual(meant);
      }),
    );
  });
});
