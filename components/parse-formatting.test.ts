import { describe, expect, test } from "vitest";
import { parseFormatting, withoutFormatting } from "./parse-formatting";

const text = (value: string) => ({ type: "text", text: value });
const link = (value: string) => ({ type: "link", text: value, href: value });

describe("WhatsApp's formatting", () => {
  test.each([
    ["*bold*", "bold"],
    ["_italic_", "italic"],
    ["~strike~", "strike"],
  ])("%s is %s", (source, type) => {
    expect(parseFormatting(source)).toEqual([{ type, children: [text(type)] }]);
  });

  test("a preview has the words without their signs", () => {
    expect(withoutFormatting("from *$39*, _very ~cheap~_: https://x.example/a_b_c")).toBe(
      "from $39, very cheap: https://x.example/a_b_c",
    );
  });

  test("one kind of emphasis may stand inside another", () => {
    expect(parseFormatting("*very _very_ good*")).toEqual([
      { type: "bold", children: [text("very "), { type: "italic", children: [text("very")] }, text(" good")] },
    ]);
  });

  test("what stands in three backticks keeps its signs and its lines", () => {
    expect(parseFormatting("a ```x *y*\nz``` b")).toEqual([
      text("a "),
      { type: "monospace", text: "x *y*\nz" },
      text(" b"),
    ]);
  });

  test.each(["2*3*4", "snake_case_name", "* not bold *", "*over\nlines*", "**", "5 * 3", "`"])(
    "%j is left as it is",
    (source) => {
      expect(parseFormatting(source)).toEqual([text(source)]);
    },
  );

  test("markup is text like any other", () => {
    const source = '<script>alert("1")</script> & <b>x</b>';
    expect(parseFormatting(source)).toEqual([text(source)]);
  });
});

describe("addresses", () => {
  test("a link ends before the punctuation of its sentence", () => {
    expect(parseFormatting("See https://x.example/a_b_c?d=*1* (or https://y.example/z).")).toEqual([
      text("See "),
      link("https://x.example/a_b_c?d=*1"),
      text("* (or "),
      link("https://y.example/z"),
      text(")."),
    ]);
  });

  test("a bracket that was opened in the address belongs to it", () => {
    const address = "https://en.wikipedia.example/wiki/Key_(lock)";
    expect(parseFormatting(address)).toEqual([link(address)]);
  });

  test("an address may be bold", () => {
    expect(parseFormatting("*https://x.example*")).toEqual([{ type: "bold", children: [link("https://x.example")] }]);
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "ftp://x.example/a"])("%s is no link", (source) => {
    expect(parseFormatting(source)).toEqual([text(source)]);
  });
});
