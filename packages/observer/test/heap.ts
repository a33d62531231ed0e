import { stat } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that are in use when nothing is left to collect. */
export async function heapAfterCollection(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  for (let times = 0; times < 3; times++) {
    gc();
    // Gives sockets that are closed a turn of the event loop.
    await stat('.');
  }
  return process.memoryUsage().heapUsed;
}
