/** Codes of the terminal's own palette, so that they fit its theme. */
const CODES = {
  bold: 1,
  dim: 2,
  red: 31,
  green: 32,
  yellow: 33,
  magenta: 35,
  cyan: 36,
} as const;

export type Colour = keyof typeof CODES;

/** Puts a text in a colour, or leaves it as it is. */
export type Paint = (text: string, colour: Colour | undefined) => string;

const inColour: Paint = (text, colour) =>
  colour === undefined || text === '' ? text : `\u001B[${CODES[colour]}m${text}\u001B[0m`;

/**
 * @param enabled - whether to use colours at all
 * @example
 * ```ts
 * paintIf(false)('running', 'green'); // 'running'
 * ```
 */
export function paintIf(enabled: boolean): Paint {
  return enabled ? inColour : (text) => text;
}

/** What decides about colour. */
interface Environment {
  readonly NO_COLOR?: string | undefined;
  readonly TERM?: string | undefined;
}

/**
 * Whether to use colours: on a terminal, unless it has none or the user wants none.
 *
 * @see https://no-color.org
 */
export function wantsColour(isTTY: boolean, { NO_COLOR = '', TERM }: Environment): boolean {
  return isTTY && NO_COLOR === '' && TERM !== 'dumb';
}
