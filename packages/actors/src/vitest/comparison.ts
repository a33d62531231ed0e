import { type PictureLine, pictureOf } from '../testing/tree-picture.ts';
import { type Row, tableOf } from './tree-table.ts';

/** A tree beside what was expected of it. */
export interface Comparison {
  readonly isAsExpected: boolean;
  /** The tree as text: what is wrong is marked, and says why it is where it is. */
  readonly text: string;
}

/**
 * Compares a tree with states by path. A supervisor that runs need not be named.
 *
 * @param isWhole - whether any other child that is not named is one too many
 */
export function compareStates(
  tree: { getSnapshot(): unknown },
  expected: ReadonlyMap<string, string>,
  isWhole: boolean,
): Comparison {
  const lines = pictureOf(tree);
  const known = new Set(lines.map(({ path }) => path));
  const missing = [...expected].filter(([path]) => !known.has(path));
  const stateComplaint = ({ path, state }: PictureLine) => {
    const wanted = expected.get(path);
    if (wanted === undefined) return isWhole ? 'is not expected at all' : undefined;
    return wanted === state ? undefined : `expected ${wanted}`;
  };
  return comparison([
    ...rowsOf(lines, stateComplaint, (path) => expected.has(path)),
    ...missing.map(([path, state]) => ({
      path,
      state: '–',
      why: undefined,
      complaint: `expected ${state}, but there is no such child`,
    })),
  ]);
}

/** What of a tree is not healthy. */
export function compareHealth(tree: { getSnapshot(): unknown }): Comparison {
  return comparison(rowsOf(pictureOf(tree), healthComplaint, (path) => path === 'root'));
}

function healthComplaint({ health = 'healthy' }: PictureLine): string | undefined {
  return health === 'healthy' ? undefined : `is ${health}`;
}

function rowsOf(
  lines: readonly PictureLine[],
  complaintOf: (line: PictureLine) => string | undefined,
  isNamed: (path: string) => boolean,
): readonly Row[] {
  return lines
    .filter(({ path, kind, state }) => kind === 'service' || state !== 'running' || isNamed(path))
    .map((line) => ({ ...line, complaint: complaintOf(line) }));
}

function comparison(rows: readonly Row[]): Comparison {
  const isAsExpected = rows.every(({ complaint }) => complaint === undefined);
  return { isAsExpected, text: tableOf(rows) };
}
