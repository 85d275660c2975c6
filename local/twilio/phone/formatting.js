const MARKS = [
  { pattern: /```([^`]+)```/, name: "code" },
  { pattern: /`([^`\n]+)`/, name: "code" },
  { pattern: /(?<![\p{L}\p{N}*])\*([^*\s](?:[^*\n]*[^*\s])?)\*(?![\p{L}\p{N}*])/u, name: "b" },
  { pattern: /(?<![\p{L}\p{N}_])_([^_\s](?:[^_\n]*[^_\s])?)_(?![\p{L}\p{N}_])/u, name: "em" },
  { pattern: /(?<![\p{L}\p{N}~])~([^~\s](?:[^~\n]*[^~\s])?)~(?![\p{L}\p{N}~])/u, name: "s" },
  { pattern: /(https?:\/\/[^\s<>]+[^\s<>.,;:!?)])/, name: "a" },
];

/** Text with WhatsApp's marks, *bold*, _italic_, ~struck~ and `code`, and its links, as nodes; never as HTML. */
export function formatted(text) {
  const first = MARKS.map((mark) => ({ mark, match: mark.pattern.exec(text) }))
    .filter(({ match }) => match)
    .sort((a, b) => a.match.index - b.match.index)[0];
  if (!first) return text ? [document.createTextNode(text)] : [];
  const { mark, match } = first;
  const before = text.slice(0, match.index);
  const after = text.slice(match.index + match[0].length);
  return [...(before ? [document.createTextNode(before)] : []), marked(mark.name, match[1]), ...formatted(after)];
}

function marked(name, text) {
  const node = document.createElement(name);
  if (name === "a") {
    node.href = text;
    node.target = "_blank";
    node.rel = "noreferrer";
  }
  node.append(...(name === "a" || name === "code" ? [document.createTextNode(text)] : formatted(text)));
  return node;
}
