import { type Filter, isFiltering, NO_FILTER } from '../model/rows.ts';
import { type Tone, TONES, toneOfState } from '../model/tone.ts';
import { tagOfState, type World } from '../model/world.ts';
import type { Shown } from '../shown.ts';
import type { Store } from '../store.ts';
import { Chip, toggled } from './Chip.tsx';

interface Props {
  readonly store: Store;
  readonly filter: Filter;
  readonly shown: Shown;
}

/** What to look for in the tree: a part of a path, states, or what needs eyes. */
export function TreeFilter({ store, filter, shown: { world } }: Props) {
  const set = (change: Partial<Filter>) => store.update({ filter: { ...filter, ...change } });
  return (
    <div class="filter" role="search">
      <input
        type="search"
        aria-label="Find by path"
        placeholder="Find by path"
        value={filter.text}
        onInput={({ currentTarget }) => set({ text: currentTarget.value })}
      />
      <div class="chips" role="group" aria-label="Show only">
        <Chip
          text={`Needs eyes ${world.troubled.size.toLocaleString('en')}`}
          isPressed={filter.isTroubleOnly}
          onPress={() => set({ isTroubleOnly: !filter.isTroubleOnly })}
        />
        {statesOf(world, filter).map(({ state, tone }) => (
          <Chip
            key={state}
            tone={tone}
            text={`${state} ${(world.total.get(state) ?? 0).toLocaleString('en')}`}
            isPressed={filter.states.has(state)}
            onPress={() => set({ states: toggled(filter.states, state) })}
          />
        ))}
        {isFiltering(filter) && (
          <button type="button" class="chip" onClick={() => store.update({ filter: NO_FILTER })}>
            Show all
          </button>
        )}
      </div>
    </div>
  );
}

/** Those that occur and those that are looked for, the worst first. */
function statesOf(world: World, { states }: Filter) {
  return [...new Set([...world.total.keys(), ...states])]
    .map((state): { readonly state: string; readonly tone: Tone } => ({
      state,
      tone: toneOfState(state, tagOfState(world, state)),
    }))
    .toSorted(
      (one, other) =>
        TONES.indexOf(one.tone) - TONES.indexOf(other.tone) || (one.state < other.state ? -1 : 1),
    );
}
