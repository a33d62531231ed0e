/** One turn of the event loop. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Real time that passes. */
export const pass = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

const PATIENCE_MS = 120_000;

/** Turns until it holds: a subject that has lost something fails here, and does not hang. */
export async function turnsUntil(what: string, holds: () => boolean): Promise<void> {
  const start = performance.now();
  while (!holds()) {
    if (performance.now() - start > PATIENCE_MS) throw new Error(`never came: ${what}`);
    await turn();
  }
}
