/**
 * The known name a misspelt one most likely stands for, or `undefined` when none is near: at most a third of its letters differ.
 *
 * Distance is Levenshtein's: letters inserted, removed or replaced. Case does not count.
 *
 * @see https://en.wikipedia.org/wiki/Levenshtein_distance
 * @example
 * ```ts
 * closestName('maxRestart', ['maxRestarts', 'withinMs']); // 'maxRestarts'
 * closestName('colour', ['maxRestarts', 'withinMs']); // undefined
 * ```
 */
export function closestName(name: string, known: readonly string[]): string | undefined {
  let closest: string | undefined;
  let least = Infinity;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least && distance <= Math.ceil(candidate.length / 3)) {
      closest = candidate;
      least = distance;
    }
  }
  return closest;
}

function editDistance(from: string, to: string): number {
  // Row by row of the distance table: row[column] = distance of the prefixes read so far.
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let read = 1; read <= from.length; read += 1) {
    const next = [read];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (from[read - 1] === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
