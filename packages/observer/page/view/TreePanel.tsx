import { choose, toggleFold } from '../acts.ts';
import { type Row, rowsOf } from '../model/rows.ts';
import { parentOf } from '../model/world.ts';
import type { Shown } from '../shown.ts';
import type { PageState, Store } from '../store.ts';
import { moveOfKey, type TreeLine } from './tree-keys.ts';
import { TallyRow } from './TallyRow.tsx';
import { TreeFilter } from './TreeFilter.tsx';
import { TreeList } from './TreeList.tsx';
import { rowId, TreeRow } from './TreeRow.tsx';

interface Props {
  readonly store: Store;
  readonly state: PageState;
  readonly shown: Shown;
}

/** The tree, and what is looked for in it. */
export function TreePanel({ store, state, shown }: Props) {
  const rows = rowsOf(shown.world, state.folds, state.filter);
  return (
    <section class="tree-panel" aria-label="Supervision tree">
      <TreeFilter store={store} filter={state.filter} shown={shown} />
      <div class="columns" aria-hidden="true">
        <span class="name">Name</span>
        <span class="state">State</span>
        <span class="up">Up</span>
        <span class="life">Life</span>
        <span class="restarts">Restarts</span>
        <span class="waiting-requests">Waiting</span>
        <span class="health">Health</span>
      </div>
      <Tree store={store} state={state} shown={shown} rows={rows} />
      {rows.length === 0 && <p class="empty">Nothing in the tree is like that.</p>}
    </section>
  );
}

function Tree({ store, state, shown, rows }: Props & { readonly rows: readonly Row[] }) {
  return (
    <TreeList
      label="Supervisors and services"
      lines={rows.length}
      cursorAt={rows.findIndex(({ node }) => node.path === state.cursor)}
      cursorId={rowId(state.cursor)}
      reveals={state.reveals}
      filter={state.filter}
      onKey={(key) => pressKey(store, key, rows)}
      line={(index, top) => {
        const row = rows[index];
        if (row === undefined) return undefined;
        const { path } = row.node;
        const place = { store, row, world: shown.world, top };
        if (row.isTally) return <TallyRow key={`${path}/`} {...place} />;
        return (
          <TreeRow
            key={path}
            {...place}
            now={shown.now}
            isChosen={path === state.chosen}
            isCursor={path === state.cursor}
          />
        );
      }}
    />
  );
}

/** Whether the key means something here; then it is done. */
function pressKey(store: Store, key: string, rows: readonly Row[]): boolean {
  const lines = rows.filter(({ isTally }) => !isTally).map(lineOf);
  const move = moveOfKey(key, lines, store.state.cursor);
  if (move?.kind === 'choose') choose(store, move.key);
  else if (move?.kind === 'fold') toggleFold(store, move.key);
  else if (move !== undefined) store.update({ cursor: move.key, reveals: store.state.reveals + 1 });
  return move !== undefined;
}

function lineOf({ node: { path }, isUnfolded }: Row): TreeLine {
  const line = { key: path, parent: parentOf(path) };
  return isUnfolded === undefined ? line : { ...line, isUnfolded };
}
