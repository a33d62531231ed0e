/**
 * A text as it can stand in any diagram of Mermaid: as the alias of a participant, as a message, in the
 * quotes of a label. What means nothing to Mermaid stays, whatever else is written as a character's code.
 *
 * @example
 * ```ts
 * mermaidText('a->>b; end'); // 'a-#62;#62;b#59; end'
 * ```
 * @see https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */
export function mermaidText(text: string): string {
  return text.replaceAll(
    /[^\p{L}\p{M}\p{N} .,()_/+-]/gu,
    (character) => `#${character.codePointAt(0)};`,
  );
}
