import { invalidOption } from '@kintsugi/core';

/**
 * Reads a picture: `<path> <state>`, one after the other, with `;` or line breaks between.
 *
 * @throws InvalidOptionError for an entry that is not of that form, and for a path that stands twice
 */
export function readPicture(text: string): ReadonlyMap<string, string> {
  const states = new Map<string, string>();
  for (const entry of text.split(/[;\n]/).map((part) => part.trim())) {
    if (entry === '') continue;
    const [, path, state] = /^(.*\S)\s+(\S+)$/.exec(entry) ?? [];
    if (path === undefined || state === undefined)
      throw invalidOption(
        'toLookLike',
        'entries "<path> <state>" with ";" between (toHaveStates takes any path)',
        entry,
      );
    if (states.has(path)) throw invalidOption('toLookLike', 'entries of one path each', path);
    states.set(path, state);
  }
  return states;
}
