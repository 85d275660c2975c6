/** Twilio takes 1,600 characters; some are kept back, because emoji may count for more (error 21617). */
const longestPart = 1_500;
/** Each part is billed, and WhatsApp allows about one message in six seconds to one person. */
const mostParts = 3;

/**
 * Cuts an answer into at most three messages of at most 1,500 UTF-16 units: at a paragraph, else a sentence, else a word;
 * never inside a surrogate pair, a web address or *…* (unless that alone is longer than a message). What does not fit
 * into three ends with an ellipsis. No part is empty; whitespace alone gives no part at all.
 */
export function splitReply(text: string): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest && parts.length < mostParts) {
    const isLast = parts.length === mostParts - 1;
    if (rest.length <= longestPart) return [...parts, rest];
    const end = cutPosition(rest, isLast ? longestPart - 2 : longestPart);
    const part = rest.slice(0, end).trimEnd();
    parts.push(isLast ? `${part} …` : part);
    rest = rest.slice(end).trimStart();
  }
  return parts;
}

/** The best place at or before `limit`; only a place in the last two thirds is worth a shorter part. */
function cutPosition(text: string, limit: number): number {
  const spans = unbreakableSpans(text, limit);
  const free = (position: number) => spans.every(([start, end]) => position <= start || position >= end);
  for (const boundary of [/\n\s*\n/g, /\n/g, /[.!?…。！？]["'”’)*_]*\s+/g, /\s+/g]) {
    const best = lastEnd(text, boundary, limit, free);
    if (best > limit / 3) return best;
  }
  const anywhere = lastEnd(text, /\s+/g, limit, free);
  return anywhere > 0 ? anywhere : wholeCharacters(text, limit);
}

function lastEnd(text: string, boundary: RegExp, limit: number, free: (position: number) => boolean): number {
  let best = 0;
  for (const match of text.slice(0, limit + 1).matchAll(boundary)) {
    const end = match.index + match[0].length;
    // A boundary that reaches to the limit may be cut anywhere in its white space.
    const position = Math.min(end, limit);
    if (match.index > 0 && free(position)) best = position;
  }
  return best;
}

/** Web addresses and formatted runs that begin before the limit: [start, end) of each. */
function unbreakableSpans(text: string, limit: number): [number, number][] {
  const spans: [number, number][] = [];
  for (const match of text.matchAll(/https?:\/\/\S+|(?<![\w*])\*(?=\S)[^*\n]+\*(?![\w*])/g)) {
    if (match.index >= limit) break;
    if (match[0].length <= longestPart) spans.push([match.index, match.index + match[0].length]);
  }
  return spans;
}

function wholeCharacters(text: string, limit: number): number {
  const code = text.charCodeAt(limit - 1);
  return code >= 0xd800 && code <= 0xdbff ? limit - 1 : limit;
}
