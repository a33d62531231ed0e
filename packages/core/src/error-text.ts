import type { ErrorRecord } from './fault/error-record.ts';
import { oneLine } from './one-line.ts';

const MAX_NAME = 60;
const MAX_MESSAGE = 140;

/**
 * An error in a part of a line, with the cause at the bottom of it: "fetch failed" alone sends nobody to
 * the right place.
 *
 * @example
 * ```ts
 * errorText({ name: 'TypeError', message: 'fetch failed', cause: { name: 'Error', message: 'refused' } });
 * // 'TypeError: fetch failed, caused by Error: refused'
 * ```
 */
export function errorText(error: ErrorRecord): string {
  let root = error;
  while (root.cause !== undefined) root = root.cause;
  const [told, bottom] = [nameOf(error), nameOf(root)];
  return told.endsWith(bottom) ? told : `${told}, caused by ${bottom}`;
}

function nameOf({ name, message, code = '' }: ErrorRecord): string {
  const text = oneLine(message, MAX_MESSAGE) || oneLine(code, MAX_NAME);
  return text === '' ? oneLine(name, MAX_NAME) : `${oneLine(name, MAX_NAME)}: ${text}`;
}
