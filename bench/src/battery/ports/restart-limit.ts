import type { WorkerSpec } from '../trial.ts';

/** A count of restarts in a sliding window, for libraries that leave it to their users. */
export function restartLimit({ maxRestarts, withinMs }: WorkerSpec['limit']): () => boolean {
  const restarts: number[] = [];
  return () => {
    const now = Date.now();
    while ((restarts[0] ?? now) < now - withinMs) restarts.shift();
    if (restarts.length >= maxRestarts) return false;
    restarts.push(now);
    return true;
  };
}
