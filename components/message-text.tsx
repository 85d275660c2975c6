import { type FormattedText, parseFormatting } from "./parse-formatting";

/** Words of a message, line breaks kept. React escapes all of it; links say nothing about us to where they lead. */
export function MessageText({ text }: { text: string }) {
  return (
    <span className="whitespace-pre-wrap">
      <Parts parts={parseFormatting(text)} />
    </span>
  );
}

function Parts({ parts }: { parts: FormattedText[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a text's parts have no other identity, and never move
  return parts.map((part, index) => <Part key={index} part={part} />);
}

function Part({ part }: { part: FormattedText }) {
  switch (part.type) {
    case "text":
      return part.text;
    case "monospace":
      return <code className="font-mono text-[0.9286em]">{part.text}</code>;
    case "link":
      return (
        <a href={part.href} target="_blank" rel="noopener noreferrer nofollow" className="link">
          {part.text}
        </a>
      );
    case "bold":
      return (
        <strong>
          <Parts parts={part.children} />
        </strong>
      );
    case "italic":
      return (
        <em>
          <Parts parts={part.children} />
        </em>
      );
    case "strike":
      return (
        <s>
          <Parts parts={part.children} />
        </s>
      );
  }
}
