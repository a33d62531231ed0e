export const REDACTED = '[redacted]';

/** A value in quotes, also where a JSON text stands in another one; to the end of a text that was cut. */
const QUOTED = String.raw`\\+"[^"]*(?:"|$)|"(?:[^"\\]|\\.)*(?:"|$)|'(?:[^'\\]|\\.)*(?:'|$)`;

/** Any other, to the next comma, semicolon or line, or to a bracket after which it cannot go on. */
const PLAIN = String.raw`(?:[^,;}\])\n]|[}\])](?=[^\s,;.:}\])"']))+`;

/** Of a URL: whoever is named there is named with a password. */
const USER_INFO = /(:\/\/)[^\s/?#"'<>]+(?=@)/g;

/** Keys as a name may have them at its end: in the plural, or followed by a number or another part. */
export function keyPattern(keys: readonly string[]): string {
  const names = keys.map((key) => key.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|');
  return String.raw`(?:${names})(?:e?s)?(?:[_\d-][\w-]{0,40})?`;
}

/**
 * What leaves out of a text whatever follows one of these keys, as in `amount=5`, `"amount": [5, 6]` or
 * `--amount 5`, and who is named in a URL.
 *
 * @example
 * ```ts
 * textRedaction(['password'])('refused: DB_PASSWORD=hunter2, 3 tries');
 * // 'refused: DB_PASSWORD=[redacted], 3 tries'
 * ```
 */
export function textRedaction(keys: readonly string[]): (text: string) => string {
  const name = keyPattern(keys);
  const option = new RegExp(String.raw`(--[\w-]{0,40}${name}\s+)(?:${QUOTED}|[^\s"'-]\S*)`, 'gi');
  const key = new RegExp(String.raw`${name}(?!\w)\\*["'\`]?\]?\s*(?:=>|[:=])\s*`, 'gi');
  return (text) =>
    withoutValues(text.replace(USER_INFO, `$1${REDACTED}`).replace(option, `$1${REDACTED}`), key);
}

function withoutValues(text: string, key: RegExp): string {
  let kept = '';
  let from = 0;
  while (key.test(text)) {
    const start = key.lastIndex;
    const end = valueEnd(text, start);
    kept += text.slice(from, start) + (end === start ? '' : REDACTED);
    from = end;
    key.lastIndex = end;
  }
  return kept + text.slice(from);
}

function valueEnd(text: string, from: number): number {
  const isBracketed = /[[{(]/.test(text.charAt(from));
  return isBracketed
    ? endOf(text, bracketEnd(text, from), String.raw`[^\s,;.:}\])"']*`)
    : endOf(text, from, `${QUOTED}|${PLAIN}`);
}

function endOf(text: string, from: number, pattern: string): number {
  const value = new RegExp(pattern, 'y');
  value.lastIndex = from;
  return value.test(text) ? value.lastIndex : from;
}

/** Where everything is closed again that is opened from here on, in brackets of whatever kind; or the end. */
function bracketEnd(text: string, from: number): number {
  const token = new RegExp(String.raw`${QUOTED}|[[\](){}]`, 'g');
  let depth = 0;
  for (const { 0: found, index } of text.slice(from).matchAll(token)) {
    if (/^[[({]/.test(found)) depth += 1;
    if (/^[\])}]/.test(found)) depth -= 1;
    if (depth === 0) return from + index + found.length;
  }
  return text.length;
}
