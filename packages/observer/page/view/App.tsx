import { useEffect } from 'preact/hooks';
import { openBundle } from '../live/travel.ts';
import { type Shown, shownOf } from '../shown.ts';
import type { Connection, PageState, Store } from '../store.ts';
import { Header } from './Header.tsx';
import { NeedsEyes } from './NeedsEyes.tsx';
import { Notices } from './Notices.tsx';
import { OrderDialog } from './OrderDialog.tsx';
import { Side } from './Side.tsx';
import { TimeBar } from './TimeBar.tsx';
import { ToTree } from './ToTree.tsx';
import { TreePanel } from './TreePanel.tsx';

/** The whole page; a file that is dropped anywhere on it is opened. */
export function App({ store, state }: { readonly store: Store; readonly state: PageState }) {
  const shown = shownOf(state);
  const title = titleOf(state, shown);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div
      class={shown?.isPast === true ? 'page is-past' : 'page'}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const file = event.dataTransfer?.files[0];
        if (file !== undefined) void openBundle(store, file);
      }}
    >
      <ToTree class="skip" text="Skip to the tree" />
      <Header store={store} state={state} shown={shown} />
      <Notices store={store} state={state} />
      {shown === undefined ? (
        <main class="waiting">Waiting for the tree to tell how it stands.</main>
      ) : (
        <main>
          <NeedsEyes store={store} shown={shown} />
          <div class="panes">
            <TreePanel store={store} state={state} shown={shown} />
            <Side store={store} state={state} shown={shown} />
          </div>
        </main>
      )}
      {shown !== undefined && <TimeBar store={store} state={state} />}
      <OrderDialog store={store} state={state} />
    </div>
  );
}

const SILENT: Partial<Record<Connection['status'], string>> = { lost: 'Lost', resting: 'Resting' };

/** Among other tabs it says whether to look here. */
function titleOf({ connection }: PageState, shown: Shown | undefined): string {
  const silent = shown?.isPast === true ? undefined : SILENT[connection.status];
  if (silent !== undefined) return `${silent}: Kintsugi observer`;
  const troubled = shown?.world.troubled.size ?? 0;
  return troubled === 0 ? 'Kintsugi observer' : `(${troubled}) Kintsugi observer`;
}
