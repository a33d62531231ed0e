import { useState } from 'preact/hooks';
import type { EventView } from '../../src/protocol/frame.ts';
import type { Shown } from '../shown.ts';
import type { PageState, Store } from '../store.ts';
import { EventLines } from './EventLines.tsx';

const MOST_SHOWN = 200;

interface Props {
  readonly store: Store;
  readonly state: PageState;
  readonly shown: Shown;
}

/** The event stream, the latest first. */
export function EventList({ store, state: { chosen }, shown: { events, isRecorded } }: Props) {
  const [text, setText] = useState('');
  const [kind, setKind] = useState('');
  const [isChosenOnly, setChosenOnly] = useState(false);
  const wanted = text.trim().toLowerCase();
  const isWanted = ({ event, text: said }: EventView) =>
    event.type.startsWith(kind) &&
    (!isChosenOnly || event.path === chosen) &&
    said.toLowerCase().includes(wanted);
  const found = events.filter(isWanted);
  const kinds = [...new Set(events.map(({ event }) => kindOf(event.type)))].toSorted();
  return (
    <div class="event-list">
      <div class="filter" role="search">
        <input
          type="search"
          aria-label="Find in events"
          placeholder="Find in events"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <select
          aria-label="Kind of event"
          value={kind}
          onChange={({ currentTarget }) => setKind(currentTarget.value)}
        >
          <option value="">all kinds</option>
          {kinds.map((name) => (
            <option key={name} value={`${name}.`}>
              {name}
            </option>
          ))}
        </select>
        {chosen !== undefined && (
          <label class="check">
            <input
              type="checkbox"
              checked={isChosenOnly}
              onChange={({ currentTarget }) => setChosenOnly(currentTarget.checked)}
            />
            {`only ${chosen === '' ? 'root' : chosen}`}
          </label>
        )}
      </div>
      <p class="quiet">{countText(found.length, events.length)}</p>
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

export function countText(found: number, all: number): string {
  const shown = Math.min(found, MOST_SHOWN);
  const of = found === all ? all : found;
  if (shown === of) return found === all ? `${all} events` : `${found} of ${all} events`;
  return `the latest ${shown} of ${of.toLocaleString('en')} events`;
}
