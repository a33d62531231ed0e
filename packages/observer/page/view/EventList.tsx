import { useState } from 'preact/hooks';
import type { EventView } from '../../src/protocol/frame.ts';
import type { Shown } from '../shown.ts';
import type { PageState, Store } from '../store.ts';
import { ANY_EVENT, countText, EventFilter } from './EventFilter.tsx';
import { EventLines } from './EventLines.tsx';

const MOST_SHOWN = 200;

interface Props {
  readonly store: Store;
  readonly state: PageState;
  readonly shown: Shown;
}

/** The event stream, the latest first. */
export function EventList({ store, state: { chosen }, shown: { events, isRecorded } }: Props) {
  const [wish, setWish] = useState(ANY_EVENT);
  const wanted = wish.text.trim().toLowerCase();
  const isWanted = ({ event, text: said }: EventView) =>
    (wish.kind === '' || kindOf(event.type) === wish.kind) &&
    (!wish.isChosenOnly || event.path === chosen) &&
    said.toLowerCase().includes(wanted);
  const found = events.filter(isWanted);
  const kinds = [...new Set(events.map(({ event }) => kindOf(event.type)))].toSorted();
  return (
    <div class="event-list">
      <EventFilter
        wish={wish}
        onWish={setWish}
        kinds={kinds}
        chosen={chosen === '' ? 'root' : chosen}
      />
      <p class="quiet">{countText(found.length, events.length, MOST_SHOWN)}</p>
      <EventLines
        store={store}
        events={found.slice(-MOST_SHOWN).toReversed()}
        isRecorded={isRecorded}
      />
    </div>
  );
}

/** `child` of `child.failed`. */
function kindOf(type: string): string {
  return type.slice(0, type.indexOf('.'));
}
