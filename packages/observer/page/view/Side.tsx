import { useEffect, useRef } from 'preact/hooks';
import type { Shown } from '../shown.ts';
import { type PageState, type Store, type Tab, TABS } from '../store.ts';
import { EventList } from './EventList.tsx';
import { IncidentList } from './IncidentList.tsx';
import { isNarrowNow } from './use-narrow.ts';
import { ServicePanel } from './ServicePanel.tsx';
import { ToTree } from './ToTree.tsx';

interface Props {
  readonly store: Store;
  readonly state: PageState;
  readonly shown: Shown;
}

const NAMES: Readonly<Record<Tab, string>> = {
  service: 'Chosen',
  incidents: 'Incidents',
  events: 'Events',
};

/** Beside the tree: the chosen service, all incidents, or all events. */
export function Side({ store, state, shown }: Props) {
  const side = useRef<HTMLElement>(null);
  useEffect(() => {
    if (state.chosen !== undefined && isNarrowNow()) side.current?.scrollIntoView();
  }, [state.chosen]);
  const openIncidents = shown.incidents.filter(({ closedAt }) => closedAt === undefined).length;
  return (
    <section class="side" aria-label="Details" ref={side}>
      <div
        class="tabs"
        role="tablist"
        aria-label="Details"
        onKeyDown={(event) => {
          const tab = tabBeside(state.tab, event.key);
          if (tab === undefined) return;
          store.update({ tab });
          document.getElementById(`tab-${tab}`)?.focus();
        }}
      >
        {TABS.map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`tab-${tab}`}
            aria-controls="tab-panel"
            aria-selected={tab === state.tab}
            tabIndex={tab === state.tab ? 0 : -1}
            onClick={() => store.update({ tab })}
          >
            {NAMES[tab]}
            {tab === 'incidents' && openIncidents > 0 && (
              <span class="count">{`${openIncidents.toLocaleString('en')} open`}</span>
            )}
          </button>
        ))}
      </div>
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${state.tab}`} tabIndex={0}>
        <ToTree class="to-tree" text="Back to the tree" />
        {state.tab === 'service' && <ServicePanel store={store} state={state} shown={shown} />}
        {state.tab === 'incidents' && <IncidentList store={store} shown={shown} />}
        {state.tab === 'events' && <EventList store={store} state={state} shown={shown} />}
      </div>
    </section>
  );
}

function tabBeside(tab: Tab, key: string): Tab | undefined {
  const move = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (move === undefined) return undefined;
  return TABS[(TABS.indexOf(tab) + move + TABS.length) % TABS.length];
}
