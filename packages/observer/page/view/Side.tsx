import type { Shown } from '../shown.ts';
import { type PageState, type Store, TABS } from '../store.ts';
import { EventList } from './EventList.tsx';
import { IncidentList } from './IncidentList.tsx';
import { ServicePanel } from './ServicePanel.tsx';
import { SidePane } from './SidePane.tsx';

interface Props {
  readonly store: Store;
  readonly state: PageState;
  readonly shown: Shown;
}

/** Beside the tree: the chosen service, all incidents, or all events. */
export function Side({ store, state, shown }: Props) {
  const openIncidents = shown.incidents.filter(({ closedAt }) => closedAt === undefined).length;
  return (
    <SidePane
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
      chosen={state.chosen}
      onSelect={(tab) => store.update({ tab })}
    >
      {state.tab === 'service' && <ServicePanel store={store} state={state} shown={shown} />}
      {state.tab === 'incidents' && <IncidentList store={store} shown={shown} />}
      {state.tab === 'events' && <EventList store={store} state={state} shown={shown} />}
    </SidePane>
  );
}
