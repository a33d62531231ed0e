import { useEffect, useRef } from 'preact/hooks';
import type { Shown } from '../shown.ts';
import { type PageState, type Store, TABS } from '../store.ts';
import { EventList } from './EventList.tsx';
import { IncidentList } from './IncidentList.tsx';
import { isNarrowNow } from './use-narrow.ts';
import { ServicePanel } from './ServicePanel.tsx';
import { Tabs } from './Tabs.tsx';
import { ToTree } from './ToTree.tsx';

interface Props {
  readonly store: Store;
  readonly state: PageState;
  readonly shown: Shown;
}

/** Beside the tree: the chosen service, all incidents, or all events. */
export function Side({ store, state, shown }: Props) {
  const side = useRef<HTMLElement>(null);
  useEffect(() => {
    if (state.chosen !== undefined && isNarrowNow()) side.current?.scrollIntoView();
  }, [state.chosen]);
  const openIncidents = shown.incidents.filter(({ closedAt }) => closedAt === undefined).length;
  return (
    <section class="side" aria-label="Details" ref={side}>
      <Tabs
        tabs={TABS}
        names={{
          service: 'Chosen',
          incidents: (
            <>
              Incidents
              {openIncidents > 0 && (
                <span class="count">{`${openIncidents.toLocaleString('en')} open`}</span>
              )}
            </>
          ),
          events: 'Events',
        }}
        selected={state.tab}
        onSelect={(tab) => store.update({ tab })}
      >
        <ToTree class="to-tree" text="Back to the tree" />
        {state.tab === 'service' && <ServicePanel store={store} state={state} shown={shown} />}
        {state.tab === 'incidents' && <IncidentList store={store} shown={shown} />}
        {state.tab === 'events' && <EventList store={store} state={state} shown={shown} />}
      </Tabs>
    </section>
  );
}
