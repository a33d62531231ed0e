import { paintIf, type Paint } from './colour.ts';
import { type Line, renderLine } from './line.ts';

/** Where the screen writes to: `process.stdout`, or a test. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/** To the first column, and empty the line. */
const CLEAR = '\r\u001B[2K';
/** The same one line up. */
const CLEAR_ABOVE = '\u001B[1A\u001B[2K';

/**
 * Lines, and on a terminal a part below them that changes: a block, and a status line. Each change is
 * one write, so that nothing flickers; what has not changed is not written.
 */
export class Screen {
  readonly #output: Output;
  readonly #paint: Paint;
  #block: readonly string[] = [];
  #status = '';
  /** What stands on the terminal below the lines. */
  #shown = '';

  constructor(output: Output, hasColour: boolean) {
    this.#output = output;
    this.#paint = paintIf(hasColour);
  }

  get isTTY(): boolean {
    return this.#output.isTTY === true;
  }

  /** Columns that can be written to: a text in the last one could wrap. */
  get width(): number {
    const { columns = 0 } = this.#output;
    // Some terminals say 0: they do not know.
    return this.isTTY ? (columns === 0 ? 80 : Math.max(20, columns)) - 1 : Infinity;
  }

  line(line: Line = []): void {
    this.#redraw(`${renderLine(line, this.#paint, this.width)}\n`);
  }

  /** Replaces the status line; none on anything but a terminal. */
  status(line: Line): void {
    if (!this.isTTY) return;
    this.#status = renderLine(line, this.#paint, this.width);
    this.#redraw();
  }

  clearStatus(): void {
    this.#status = '';
    this.#redraw();
  }

  /**
   * Replaces the lines that still change. Shown at once where they can be redrawn; otherwise, and for
   * good, by {@link settleBlock}.
   */
  block(lines: readonly Line[]): void {
    this.#block = lines.map((line) => renderLine(line, this.#paint, this.width));
    this.#redraw();
  }

  /** The block changes no more. */
  settleBlock(): void {
    const settled = this.#block.map((text) => `${text}\n`).join('');
    this.#block = [];
    this.#redraw(settled);
  }

  /** What stands below the lines is cleared, lines are written, and it is written again. */
  #redraw(lines = ''): void {
    const shown = [...(this.#canRedraw ? this.#block : []), this.#status].join('\n');
    if (lines === '' && shown === this.#shown) return;
    const clear = this.#shown === '' ? '' : CLEAR + CLEAR_ABOVE.repeat(heightOf(this.#shown) - 1);
    this.#shown = shown;
    this.#output.write(`${clear}${lines}${shown}`);
  }

  /** The cursor cannot go up beyond the top. */
  get #canRedraw(): boolean {
    const { rows = 24 } = this.#output;
    return this.isTTY && this.#block.length < rows - 1;
  }
}

function heightOf(text: string): number {
  return text.split('\n').length;
}
