import { toggleFold } from '../acts.ts';
import { TONES, toneOfState } from '../model/tone.ts';
import type { Row } from '../model/rows.ts';
import { tagOfState, type World } from '../model/world.ts';
import type { Store } from '../store.ts';
import { Mark } from './Mark.tsx';

interface Props {
  readonly store: Store;
  readonly row: Row;
  readonly world: World;
  readonly top: number;
}

/** Below a folded supervisor: how many of its children are in which state. Its own line says the same to those who do not see this. */
export function TallyRow({ store, row: { node, level }, world, top }: Props) {
  return (
    <div
      class="row tally"
      aria-hidden="true"
      style={{ transform: `translateY(${top}px)`, paddingInlineStart: `${level * 16 + 12}px` }}
      onClick={() => toggleFold(store, node.path)}
    >
      {countsOf(world, node.path).map(({ state, count, tone }) => (
        <Mark key={state} tone={tone} word={`${count.toLocaleString('en')} ${state}`} />
      ))}
    </div>
  );
}

/** `3 failed, 198 running`. */
export function tallyText(world: World, path: string): string {
  return countsOf(world, path)
    .map(({ state, count }) => `${count} ${state}`)
    .join(', ');
}

/** The worst first. */
function countsOf(world: World, path: string) {
  return [...(world.tallies.get(path) ?? [])]
    .map(([state, count]) => ({ state, count, tone: toneOfState(state, tagOfState(world, state)) }))
    .toSorted((one, other) => TONES.indexOf(one.tone) - TONES.indexOf(other.tone));
}
