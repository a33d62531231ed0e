import { ToTree } from '../../view/ToTree.tsx';
import { SidePane } from '../../view/SidePane.tsx';
import { type InspectorState, type InspectorStore, TABS } from '../store.ts';
import { ActorPanel } from './ActorPanel.tsx';
import { ActorTree } from './ActorTree.tsx';
import { EntryList } from './EntryList.tsx';
import { HowTo } from './HowTo.tsx';
import { InspectorHeader } from './InspectorHeader.tsx';

interface Props {
  readonly store: InspectorStore;
  readonly state: InspectorState;
}

/** The whole page. */
export function InspectorApp({ store, state }: Props) {
  const { link, inspected, tab, chosen } = state;
  if (inspected.actors.size === 0)
    return (
      <div class="page">
        <InspectorHeader link={link} inspected={inspected} />
        <HowTo link={link} />
      </div>
    );
  return (
    <div class="page">
      <ToTree class="skip" text="Skip to the tree" />
      <InspectorHeader link={link} inspected={inspected} />
      <main class="is-bare">
        <div class="panes">
          <ActorTree store={store} state={state} />
          <SidePane
            tabs={TABS}
            names={{ chosen: 'Chosen', events: 'Events' }}
            selected={tab}
            onSelect={(next) => store.update({ tab: next })}
            chosen={chosen}
          >
            {tab === 'chosen' && <ActorPanel store={store} state={state} />}
            {tab === 'events' && <EntryList store={store} state={state} />}
          </SidePane>
        </div>
      </main>
    </div>
  );
}
