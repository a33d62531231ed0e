import { paintIf, type Paint } from './colour.ts';
import { type Line, renderLine } from './line.ts';

/** Where the screen writes to: `process.stdout`, or a test. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** To the first column, and empty the line. */
const CLEAR = '\r\u001B[2K';

/**
 * Lines, and on a terminal a status line below them. Each change is one write, so that nothing
 * flickers; a status that has not changed is not written.
 */
export class Screen {
  readonly #output: Output;
  readonly #paint: Paint;
  #status = '';

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
    const text = renderLine(line, this.#paint, this.width);
    this.#output.write(this.#status === '' ? `${text}\n` : `${CLEAR}${text}\n${this.#status}`);
  }

  /** Replaces the status line; none on anything but a terminal. */
  status(line: Line): void {
    if (!this.isTTY) return;
    const text = renderLine(line, this.#paint, this.width);
    if (text === this.#status) return;
    this.#status = text;
    this.#output.write(`${CLEAR}${text}`);
  }

  clearStatus(): void {
    if (this.#status === '') return;
    this.#status = '';
    this.#output.write(CLEAR);
  }
}
