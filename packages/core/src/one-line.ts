import { cutText } from './fault/show-value.ts';

// More than any line shows; a longer text is cut before the patterns go over it.
const MOST_READ = 1_000;

// A colour or a move of the cursor, as a terminal reads it: the escape character is the one control
// character before `[` that is no white space.
const TERMINAL_SEQUENCE = /(?=\p{Cc})\S\[[\d;:?]*[ -/]*[@-~]/gu;

// Line breaks, what is written from right to left, halves of a character: whatever a terminal, a log
// file or a JSON reader could take for something else than text.
const NOT_TEXT = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu;

/**
 * A text of unknown origin as part of one line: no line breaks, no control or formatting characters,
 * no terminal sequences, single spaces; cut at its end.
 *
 * @example
 * ```ts
 * oneLine('\u001B[31mrefused\u001B[0m\n  by peer', 12); // 'refused by …'
 * ```
 */
export function oneLine(text: string, maxLength: number): string {
  return cutText(clean(text.slice(0, MOST_READ)), maxLength);
}

/**
 * The same, cut at its beginning: of a path, the end says which child it is.
 *
 * @example
 * ```ts
 * endOfLine('billing/eu/payments', 12); // '…eu/payments'
 * ```
 */
export function endOfLine(text: string, maxLength: number): string {
  const line = clean(text.slice(-MOST_READ));
  return line.length <= maxLength ? line : `…${clean(line.slice(1 - maxLength))}`;
}

function clean(text: string): string {
  return text.replace(TERMINAL_SEQUENCE, '').replace(NOT_TEXT, ' ').trim();
}
