import { useState } from 'preact/hooks';
import { ANY_EVENT, countText, EventFilter } from '../../view/EventFilter.tsx';
import { type Entry, KINDS } from '../model/entries.ts';
import { type InspectorState, type InspectorStore, revealActor } from '../store.ts';
import { EntryLines } from './EntryLines.tsx';

const MOST_SHOWN = 200;

interface Props {
  readonly store: InspectorStore;
  readonly state: InspectorState;
}

/** All that was told, the latest first. */
export function EntryList({ store, state: { inspected, chosen } }: Props) {
  const [wish, setWish] = useState(ANY_EVENT);
  const { list } = inspected.entries;
  const wanted = wish.text.trim().toLowerCase();
  const isWanted = ({ kind, sessionId, name, text }: Entry) =>
    (wish.kind === '' || kind === wish.kind) &&
    (!wish.isChosenOnly || sessionId === chosen) &&
    `${name} ${text}`.toLowerCase().includes(wanted);
  const found = list.filter(isWanted);
  return (
    <div class="event-list">
      <EventFilter
        wish={wish}
        onWish={setWish}
        kinds={KINDS}
        chosen={chosen === undefined ? undefined : (inspected.actors.get(chosen)?.name ?? chosen)}
      />
      <p class="quiet">{countText(found.length, list.length, MOST_SHOWN)}</p>
      <EntryLines
        entries={found.slice(-MOST_SHOWN).toReversed()}
        onChoose={(sessionId) => revealActor(store, sessionId)}
      />
    </div>
  );
}
