import { type Filter, isFiltering, NO_FILTER } from '../model/rows.ts';
import { type Tone, TONES, toneOfState } from '../model/tone.ts';
import { tagOfState, type World } from '../model/world.ts';
import type { Shown } from '../shown.ts';
import type { Store } from '../store.ts';
import { Shape } from './Mark.tsx';

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
        <button
          type="button"
          class="chip"
          aria-pressed={filter.isTroubleOnly}
          onClick={() => set({ isTroubleOnly: !filter.isTroubleOnly })}
        >
          {`Needs eyes ${world.troubled.size.toLocaleString('en')}`}
        </button>
        {statesOf(world, filter).map(({ state, tone }) => (
          <button
            key={state}
            type="button"
            class={`chip tone-${tone}`}
            aria-pressed={filter.states.has(state)}
            onClick={() => set({ states: toggled(filter.states, state) })}
          >
            <Shape tone={tone} />
            {` ${state} ${(world.total.get(state) ?? 0).toLocaleString('en')}`}
          </button>
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

function toggled(states: ReadonlySet<string>, state: string): ReadonlySet<string> {
  const changed = new Set(states);
  if (!changed.delete(state)) changed.add(state);
  return changed;
}
