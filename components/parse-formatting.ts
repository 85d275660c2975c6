/** A message's text as WhatsApp shows it: plain words, four kinds of emphasis, and addresses. */
export type FormattedText =
  | { type: "text" | "monospace"; text: string }
  | { type: "link"; text: string; href: string }
  | { type: "bold" | "italic" | "strike"; children: FormattedText[] };

const emphasis = { "*": "bold", _: "italic", "~": "strike" } as const;

// A code block; inline code; an address; or emphasis: its sign stands at the edge of a word on both sides, on one line.
const pattern =
  /```(?<block>[\s\S]+?)```|`(?<code>[^`\n]+)`|(?<url>https?:\/\/[^\s<>"]+)|(?<![\p{L}\p{N}])(?<sign>[*_~])(?=\S)(?<inner>(?:(?!\k<sign>)[^\n])+)(?<=\S)\k<sign>(?![\p{L}\p{N}])/gu;

/**
 * WhatsApp's own formatting: *bold*, _italic_, ~strike~, `code` and ```monospace``` (reference: WhatsApp's help page "How
 * to format your messages"). Nothing is taken for HTML; only http and https addresses become links.
 */
export function parseFormatting(text: string): FormattedText[] {
  const parts: FormattedText[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const { block, code, url, sign, inner } = match.groups ?? {};
    const whole = url ? withoutTrailingPunctuation(url) : match[0];
    if (match.index > end) parts.push({ type: "text", text: text.slice(end, match.index) });
    end = match.index + whole.length;
    if (url) parts.push({ type: "link", text: whole, href: whole });
    else if (sign && inner) {
      parts.push({ type: emphasis[sign as keyof typeof emphasis], children: parseFormatting(inner) });
    } else parts.push({ type: "monospace", text: block ?? code ?? "" });
  }
  if (end < text.length) parts.push({ type: "text", text: text.slice(end) });
  return parts;
}

/** The words alone, for where a line has no room for emphasis. */
export function withoutFormatting(text: string): string {
  const words = (part: FormattedText): string => ("children" in part ? part.children.map(words).join("") : part.text);
  return parseFormatting(text).map(words).join("");
}

/** "See https://x.example/a." ends a sentence, not an address; a bracket belongs to it only where it was opened. */
function withoutTrailingPunctuation(url: string): string {
  const trimmed = url.replace(/[.,;:!?'*_~`]+$/, "");
  return trimmed.endsWith(")") && !trimmed.includes("(") ? withoutTrailingPunctuation(trimmed.slice(0, -1)) : trimmed;
}
