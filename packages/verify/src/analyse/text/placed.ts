import { listed } from '../words.ts';

/** So many paths are named; then they are counted. */
const MOST_NAMED = 3;

/** Paths for people: `root`, `a and b`, `a, b, c and 7 more`. */
export function placed(paths: readonly string[]): string {
  const named = paths.map((path) => (path === '' ? 'root' : path));
  return named.length <= MOST_NAMED + 1
    ? listed(named)
    : `${named.slice(0, MOST_NAMED).join(', ')} and ${named.length - MOST_NAMED} more`;
}
