import { choose, toggleFold } from '../acts.ts';
import type { Row } from '../model/rows.ts';
import { parentOf } from '../model/world.ts';
import type { Store } from '../store.ts';

const LINES_OF_A_PAGE = 15;

interface Place {
  readonly rows: readonly Row[];
  /** Of the cursor's line. */
  readonly at: number;
}

type Key = (store: Store, place: Place) => void;

/** The keys of a tree. @see https://www.w3.org/WAI/ARIA/apg/patterns/treeview/ */
const KEYS: Readonly<Record<string, Key>> = {
  ArrowDown: (store, { rows, at }) => moveTo(store, rows, at + 1),
  ArrowUp: (store, { rows, at }) => moveTo(store, rows, at - 1),
  PageDown: (store, { rows, at }) => moveTo(store, rows, at + LINES_OF_A_PAGE),
  PageUp: (store, { rows, at }) => moveTo(store, rows, at - LINES_OF_A_PAGE),
  Home: (store, { rows }) => moveTo(store, rows, 0),
  End: (store, { rows }) => moveTo(store, rows, rows.length - 1),
  ArrowRight: (store, { rows, at }) => {
    const row = rows[at];
    if (row?.isUnfolded === false) toggleFold(store, row.node.path);
    else if (row?.isUnfolded === true) moveTo(store, rows, at + 1);
  },
  ArrowLeft: (store, { rows, at }) => {
    const row = rows[at];
    const above = parentOf(row?.node.path ?? '');
    if (row?.isUnfolded === true) toggleFold(store, row.node.path);
    else if (above !== undefined)
      moveTo(
        store,
        rows,
        rows.findIndex(({ node }) => node.path === above),
      );
  },
  Enter: (store, { rows, at }) => {
    const row = rows[at];
    if (row !== undefined) choose(store, row.node.path);
  },
  ' ': (store, place) => KEYS['Enter']?.(store, place),
};

/** Whether the key means something here; then it is done. */
export function pressKey(store: Store, key: string, lines: readonly Row[]): boolean {
  const press = KEYS[key];
  const rows = lines.filter(({ isTally }) => !isTally);
  if (press === undefined || rows.length === 0) return false;
  const at = rows.findIndex(({ node }) => node.path === store.state.cursor);
  press(store, { rows, at: Math.max(0, at) });
  return true;
}

function moveTo(store: Store, rows: readonly Row[], at: number): void {
  const row = rows[Math.min(rows.length - 1, Math.max(0, at))];
  if (row !== undefined) store.update({ cursor: row.node.path, reveals: store.state.reveals + 1 });
}
