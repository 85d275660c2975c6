/** A sentence of the document, in which `code` stands between backticks. */
export function Said({ text }: { text: string }) {
  return text.split("`").map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text do not move
      <code key={index} className="font-mono text-meta">
        {part}
      </code>
    ) : (
      part
    ),
  );
}
