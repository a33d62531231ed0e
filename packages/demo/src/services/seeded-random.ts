/**
 * Numbers in [0, 1), the same ones for the same seed.
 *
 * @param seed - an integer of 0 to 4,294,967,295
 * @see https://github.com/cprosche/mulberry32 the generator, mulberry32
 * @example
 * ```ts
 * seededRandom(7)() === seededRandom(7)(); // true
 * ```
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
