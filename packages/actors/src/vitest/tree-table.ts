import type { PictureLine } from '../testing/tree-picture.ts';

/** A line of a table of a tree. */
export interface Row extends Pick<PictureLine, 'path' | 'state' | 'why'> {
  /** What is wrong with it; undefined when it is as expected. */
  readonly complaint: string | undefined;
}

/** A tree as text, a line for each child; below a wrong one, why it is where it is. */
export function tableOf(rows: readonly Row[]): string {
  const pathWidth = widthOf(rows.map(({ path }) => path));
  const stateWidth = widthOf(rows.map(({ state }) => state));
  return rows
    .map(({ path, state, why, complaint }) => {
      const line = `${path.padEnd(pathWidth)}  ${state.padEnd(stateWidth)}`;
      if (complaint === undefined) return `    ${line}`.trimEnd();
      return `  ✗ ${line}  ${complaint}${why === undefined ? '' : `\n      ${why}`}`;
    })
    .join('\n');
}

function widthOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}
