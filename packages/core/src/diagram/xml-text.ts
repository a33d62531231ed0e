const CODES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A text as it can stand in an element or an attribute of XML and HTML. What no XML may hold, such as a
 * control character, becomes U+FFFD.
 *
 * @example
 * ```ts
 * xmlText('<img src=x>'); // '&lt;img src=x&gt;'
 * ```
 */
export function xmlText(text: string): string {
  return text
    .replaceAll(/[^\P{Cc}\t\n\r]|\p{Cs}|[\uFFFE\uFFFF]/gu, '\uFFFD')
    .replaceAll(/[&<>"']/g, (character) => CODES[character] ?? character);
}
