import { useLayoutEffect } from 'preact/hooks';
import { type Row, rowsOf } from '../model/rows.ts';
import type { Shown } from '../shown.ts';
import type { PageState, Store } from '../store.ts';
import { pressKey } from './tree-keys.ts';
import { TallyRow } from './TallyRow.tsx';
import { TreeFilter } from './TreeFilter.tsx';
import { rowId, TreeRow } from './TreeRow.tsx';
import { useNarrow } from './use-narrow.ts';
import { useWindow } from './use-window.ts';

/** Pixels; a narrow screen shows each node in two lines. The style sheet has the same numbers. */
const LINE_HEIGHT = { wide: 28, narrow: 46 } as const;

interface Props {
  readonly store: Store;
  readonly state: PageState;
  readonly shown: Shown;
}

/** The tree. Only the lines that are in sight are in the document. */
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
  const lineHeight = useNarrow() ? LINE_HEIGHT.narrow : LINE_HEIGHT.wide;
  const { frame, first, end } = useWindow(rows.length, lineHeight);
  const at = rows.findIndex(({ node }) => node.path === state.cursor);
  useLayoutEffect(() => {
    if (frame.current !== null) frame.current.scrollTop = 0;
  }, [state.filter]);
  useLayoutEffect(() => {
    if (frame.current !== null && state.reveals > 0) bringIntoSight(frame.current, at, lineHeight);
  }, [state.reveals]);
  const isCursorDrawn = at >= first && at < end;
  return (
    <div
      id="tree"
      class="tree"
      role="tree"
      aria-label="Supervisors and services"
      tabIndex={0}
      ref={frame}
      {...(isCursorDrawn ? { 'aria-activedescendant': rowId(state.cursor) } : {})}
      onKeyDown={(event) => {
        const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
        if (isPlain && pressKey(store, event.key, rows)) event.preventDefault();
      }}
    >
      <div class="lines" role="none" style={{ height: `${rows.length * lineHeight}px` }}>
        {rows.slice(first, end).map((row, index) => {
          const { path } = row.node;
          const place = { store, row, world: shown.world, top: (first + index) * lineHeight };
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
        })}
      </div>
    </div>
  );
}

function bringIntoSight(frame: HTMLElement, at: number, lineHeight: number): void {
  if (at < 0) return;
  const [top, bottom] = [at * lineHeight, (at + 1) * lineHeight];
  if (top < frame.scrollTop) frame.scrollTop = top;
  else if (bottom > frame.scrollTop + frame.clientHeight)
    frame.scrollTop = bottom - frame.clientHeight;
}
