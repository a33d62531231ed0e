import { LAWS } from './laws/laws.ts';
import type { Violation } from './simulated-tree.ts';

/** A violation, whenever it was found. */
type Wrong = Omit<Violation, 'at'>;

/**
 * Whether the same goes wrong. An invariant of yours may say several things: it must be the same sentence, but for its numbers,
 * or shrinking would slip to another failure that is easier to bring about. A law of ours is about one thing, and one bug breaks
 * it in several sentences: a stop that is not heard is late, or never over.
 */
export function isSameFailure(one: Wrong, other: Wrong | undefined): boolean {
  if (one.invariant !== other?.invariant) return false;
  const isLaw = LAWS.some((law) => law === one.invariant);
  return isLaw || masked(one.what) === masked(other.what);
}

/** Without its numbers, those of ids too, and without the plural that comes with them. */
function masked(what: string): string {
  return what.replaceAll(/\d+(?:[.,]\d+)*( \p{L}+?)?s?\b/gu, '0$1');
}
