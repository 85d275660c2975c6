import { firstPartyPlugins } from "./first-party";

const longest = 24;

/**
 * What stands before the names of a plugin's tools: its name in letters, digits and single underscores, and none of those
 * that are taken. It has no double underscore, so that key and name can always be told apart.
 */
export function makeKey(name: string, taken: string[]): string {
  const used = new Set([...taken, ...firstPartyPlugins.map(({ key }) => key)]);
  const plain = slug(name) || "plugin";
  if (!used.has(plain)) return plain;
  for (let number = 2; ; number++) {
    const numbered = `${slug(plain, longest - String(number).length - 1)}_${number}`;
    if (!used.has(numbered)) return numbered;
  }
}

function slug(text: string, length = longest): string {
  const words = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return words
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_\d]+/, "")
    .slice(0, length)
    .replace(/_+$/, "");
}
