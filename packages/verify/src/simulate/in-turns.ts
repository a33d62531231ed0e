/** So many turns are taken before others in this process have theirs, and a person's Ctrl-C is heard. */
const TURNS_AT_A_TIME = 5_000;

/**
 * Takes one turn after the other; between two of them every promise reaction that the first has set going has run,
 * however long the chain. Resolves when `turn` answers that it was the last.
 *
 * A tick is asked for from within the microtask queue: Node looks at its ticks again only when that queue is empty. That is
 * exact where counting rounds would be a guess, needs no time, and takes a third of `setImmediate`.
 *
 * @param onPause - others have their turn until the next one is taken: what happens meanwhile does not follow from a turn
 * @see https://nodejs.org/api/process.html#when-to-use-queuemicrotask-vs-processnexttick
 */
export function inTurns(turn: () => boolean, onPause: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let turns = 0;
    const next = () => {
      turns += 1;
      process.nextTick(turns % TURNS_AT_A_TIME === 0 ? pause : take);
    };
    const pause = () => {
      onPause();
      setImmediate(take);
    };
    const take = () => {
      try {
        if (turn()) queueMicrotask(next);
        else resolve();
      } catch (error) {
        reject(error);
      }
    };
    queueMicrotask(next);
  });
}
