import { SupervisionError } from '../fault/supervision-error.ts';

/**
 * A text that is no recording, or not one that this release can read.
 *
 * @example
 * ```ts
 * parseRecording('{"type":"recording","version":7}');
 * // RecordingError: recording, line 1: version 7 is not known: this release reads version 1
 * ```
 */
export class RecordingError extends SupervisionError<'INVALID_RECORDING'> {
  /** The line that cannot be read, from 1. */
  readonly line: number;

  static {
    this.prototype.name = 'RecordingError';
  }

  constructor(line: number, problem: string, options?: ErrorOptions) {
    super('INVALID_RECORDING', `recording, line ${line}: ${problem}`, options);
    this.line = line;
  }
}
