import { TONES, toneOfState } from '../model/tone.ts';
import { tagOfState, type World } from '../model/world.ts';
import { Mark } from './Symbol.tsx';

/** How many children of a supervisor are in which state, the worst first. */
export function TallyMarks({ world, path }: { readonly world: World; readonly path: string }) {
  const counts = [...(world.tallies.get(path) ?? [])]
    .map(([state, count]) => ({
      state,
      count,
      tone: toneOfState(state, tagOfState(world, state)),
    }))
    .toSorted((one, other) => TONES.indexOf(one.tone) - TONES.indexOf(other.tone));
  return (
    <span class="tally" title={counts.map(({ state, count }) => `${count} ${state}`).join(', ')}>
      {counts.map(({ state, count, tone }) => (
        <Mark key={state} tone={tone} word={`${count.toLocaleString('en')} ${state}`} />
      ))}
    </span>
  );
}
