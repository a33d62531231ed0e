import { Mark } from '../../view/Mark.tsx';
import { toneOfStatus } from '../model/entries.ts';
import type { Inspected } from '../model/inspected.ts';
import { STATUSES } from '../model/told.ts';
import type { Link } from '../store.ts';

interface Props {
  readonly link: Link;
  readonly inspected: Inspected;
}

/** What this is, whether it is live, and how many actors stand how. */
export function InspectorHeader({ link: { status }, inspected: { actors } }: Props) {
  const counts = { active: 0, done: 0, error: 0, stopped: 0 };
  for (const { standing } of actors.values()) counts[standing.status] += 1;
  const { word, look } = LINKS[status];
  return (
    <header>
      <h1>
        <span class="brand">Kintsugi</span> inspector
      </h1>
      <p class={`liveness ${look}`}>{word}</p>
      {actors.size > 0 && (
        <ul class="counts" aria-label="Actors by status">
          {STATUSES.filter((each) => each === 'active' || counts[each] > 0).map((each) => (
            <li key={each}>
              <Mark
                tone={toneOfStatus(each)}
                word={`${counts[each].toLocaleString('en')} ${each}`}
              />
            </li>
          ))}
        </ul>
      )}
    </header>
  );
}

const LINKS = {
  alone: { word: 'Not connected', look: 'connecting' },
  refused: { word: 'Refused', look: 'lost' },
  waiting: { word: 'Waiting', look: 'connecting' },
  open: { word: 'Live', look: 'open' },
  lost: { word: 'Connection lost', look: 'lost' },
} as const;
