import { reveal } from '../acts.ts';
import type { IncidentRecord } from '../model/incidents.ts';
import { toneOfSeverity } from '../model/tone.ts';
import { instantText } from '../model/when.ts';
import type { Shown } from '../shown.ts';
import type { Store } from '../store.ts';
import { IncidentCard } from './IncidentCard.tsx';

const MOST_SHOWN = 100;

interface Props {
  readonly store: Store;
  readonly shown: Shown;
}

/** The timeline: a lane for each service that had an incident, what is open first, then the latest. */
export function IncidentList({ store, shown: { incidents, now } }: Props) {
  const listed = incidents.toSorted(openFirst).slice(0, MOST_SHOWN);
  if (listed.length === 0) return <p class="empty">No incident is recorded.</p>;
  const from = Math.min(...listed.map(({ openedAt }) => openedAt));
  const lanes = Map.groupBy(listed, ({ path }) => path);
  return (
    <div class="lanes">
      {incidents.length > MOST_SHOWN && (
        <p class="quiet">{`${MOST_SHOWN} of ${incidents.length.toLocaleString('en')} incidents: those open, then the latest`}</p>
      )}
      <p class="span">
        <span>{instantText(from)}</span>
        <span>{instantText(now)}</span>
      </p>
      {[...lanes].map(([path, own]) => (
        <section key={path} class="lane" aria-label={`Incidents of ${path}`}>
          <h3>
            <button type="button" class="link" onClick={() => reveal(store, path)}>
              {path === '' ? 'root' : path}
            </button>
          </h3>
          <Lane incidents={own} from={from} now={now} />
          {own.map((incident) => (
            <IncidentCard key={incident.id} incident={incident} now={now} />
          ))}
        </section>
      ))}
    </div>
  );
}

interface LaneProps {
  readonly incidents: readonly IncidentRecord[];
  readonly from: number;
  readonly now: number;
}

/** The same as its cards say in words, so that it is hidden from those who do not see it. */
function Lane({ incidents, from, now }: LaneProps) {
  const scale = 1_000 / Math.max(1, now - from);
  return (
    <svg class="bars" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
      <path class="base" d="M0 5H1000" stroke="currentColor" vector-effect="non-scaling-stroke" />
      {incidents.map(({ id, severity, openedAt, closedAt = now }) => (
        <rect
          key={id}
          class={`tone-${toneOfSeverity(severity)}`}
          x={(openedAt - from) * scale}
          width={Math.max(4, (closedAt - openedAt) * scale)}
          y="0"
          height="10"
          fill="currentColor"
        />
      ))}
    </svg>
  );
}

function openFirst(one: IncidentRecord, other: IncidentRecord): number {
  return endRank(one) - endRank(other) || other.openedAt - one.openedAt;
}

function endRank({ closedAt }: IncidentRecord): 0 | 1 {
  return closedAt === undefined ? 0 : 1;
}
