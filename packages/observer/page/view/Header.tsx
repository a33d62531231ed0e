import { HEALTH_STATUSES } from '@kintsugi/core';
import { openBundle } from '../live/travel.ts';
import { toneOfHealth } from '../model/tone.ts';
import { exactInstantText } from '../model/when.ts';
import type { World } from '../model/world.ts';
import type { Shown } from '../shown.ts';
import type { Connection, PageState, Store } from '../store.ts';
import { Mark } from './Mark.tsx';

interface Props {
  readonly store: Store;
  readonly state: PageState;
  readonly shown: Shown | undefined;
}

/** What this is, whether it is live, and how many services stand how. */
export function Header({ store, state, shown }: Props) {
  return (
    <header>
      <h1>
        <span class="brand">Kintsugi</span> observer
      </h1>
      <Liveness state={state} shown={shown} />
      {shown !== undefined && <Counts world={shown.world} />}
      <div class="files">
        {state.bundle === undefined && (
          <a class="button" href="bundle" download>
            Export
          </a>
        )}
        <label class="button file">
          Open bundle
          <input
            type="file"
            accept=".json,application/json"
            onChange={({ currentTarget }) => {
              const file = currentTarget.files?.[0];
              currentTarget.value = '';
              if (file !== undefined) void openBundle(store, file);
            }}
          />
        </label>
      </div>
    </header>
  );
}

function Liveness({ state: { past, bundle, connection }, shown }: Omit<Props, 'store'>) {
  if (past !== undefined) {
    const source = bundle === undefined ? 'Past' : 'Bundle';
    return <p class="liveness past">{`${source}: ${exactInstantText(shown?.now ?? past.at)}`}</p>;
  }
  return <p class={`liveness ${connection.status}`}>{WORDS[connection.status]}</p>;
}

const WORDS = {
  connecting: 'Connecting',
  open: 'Live',
  lost: 'Connection lost',
  resting: 'Resting',
} as const satisfies Record<Connection['status'], string>;

/** Of services alone: a supervisor stands as its services do. */
function Counts({ world }: { readonly world: World }) {
  const counts = { healthy: 0, degraded: 0, unhealthy: 0, failed: 0, stopped: 0 };
  for (const { kind, health } of world.nodes.values())
    if (kind === 'service') counts[health ?? 'stopped'] += 1;
  const shown = HEALTH_STATUSES.filter((health) => health === 'healthy' || counts[health] > 0);
  return (
    <ul class="counts" aria-label="Services by health">
      {shown.toReversed().map((health) => (
        <li key={health}>
          <Mark
            tone={toneOfHealth(health)}
            word={`${counts[health].toLocaleString('en')} ${health}`}
          />
        </li>
      ))}
      {counts.stopped > 0 && (
        <li>
          <Mark tone="gone" word={`${counts.stopped.toLocaleString('en')} stopped`} />
        </li>
      )}
    </ul>
  );
}
