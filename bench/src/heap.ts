import { turn } from './turn.ts';

/** Bytes in use once everything is collected that can be: needs `--expose-gc`. */
export async function bytesInUse(): Promise<number> {
  // What a finalizer or a promise still holds goes with a later collection.
  for (let times = 0; times < 2; times++) {
    globalThis.gc?.();
    await turn();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
