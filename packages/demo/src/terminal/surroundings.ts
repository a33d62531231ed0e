import type { Output } from './screen.ts';

/** Where the demo stands: the process, or a test. */
export interface Surroundings {
  readonly stdout: Output;
  readonly stderr: Pick<Output, 'write'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Wall time: milliseconds. */
  readonly now: () => number;
}
