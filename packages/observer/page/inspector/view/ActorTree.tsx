import { Chip, toggled } from '../../view/Chip.tsx';
import { moveOfKey } from '../../view/tree-keys.ts';
import { TreeList } from '../../view/TreeList.tsx';
import { toneOfStatus } from '../model/entries.ts';
import { isFiltering, type Line, linesOf, NO_FILTER } from '../model/lines.ts';
import { STATUSES } from '../model/told.ts';
import { chooseActor, type InspectorState, type InspectorStore } from '../store.ts';
import { actorRowId, ActorRow } from './ActorRow.tsx';

interface Props {
  readonly store: InspectorStore;
  readonly state: InspectorState;
}

/** All actors, below their parents, and what is looked for among them. */
export function ActorTree({ store, state }: Props) {
  const { inspected, folds, filter, cursor, chosen, reveals } = state;
  const lines = linesOf(inspected, folds, filter);
  return (
    <section class="tree-panel" aria-label="Actors">
      <ActorFilterBar store={store} state={state} />
      <div class="columns actors" aria-hidden="true">
        <span class="name">Actor</span>
        <span class="value">State</span>
        <span class="status">Status</span>
      </div>
      <TreeList
        label="Actors"
        lines={lines.length}
        cursorAt={lines.findIndex(({ actor }) => actor.sessionId === cursor)}
        cursorId={actorRowId(cursor)}
        reveals={reveals}
        filter={filter}
        onKey={(key) => pressKey(store, key, lines)}
        line={(index, top) => {
          const line = lines[index];
          if (line === undefined) return undefined;
          const { sessionId } = line.actor;
          return (
            <ActorRow
              key={sessionId}
              line={line}
              top={top}
              isChosen={sessionId === chosen}
              isCursor={sessionId === cursor}
              onChoose={() => chooseActor(store, sessionId)}
              onToggle={() => toggleFold(store, line)}
            />
          );
        }}
      />
      {lines.length === 0 && <p class="empty">No actor is like that.</p>}
    </section>
  );
}

function ActorFilterBar({ store, state: { filter, inspected } }: Props) {
  const statuses = new Set([...inspected.actors.values()].map(({ standing }) => standing.status));
  return (
    <div class="filter" role="search">
      <input
        type="search"
        aria-label="Find by name or state"
        placeholder="Find by name or state"
        value={filter.text}
        onInput={({ currentTarget }) =>
          store.update({ filter: { ...filter, text: currentTarget.value } })
        }
      />
      <div class="chips" role="group" aria-label="Show only">
        {STATUSES.filter((each) => statuses.has(each) || filter.statuses.has(each)).map((each) => (
          <Chip
            key={each}
            tone={toneOfStatus(each)}
            text={each}
            isPressed={filter.statuses.has(each)}
            onPress={() =>
              store.update({ filter: { ...filter, statuses: toggled(filter.statuses, each) } })
            }
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

function pressKey(store: InspectorStore, key: string, lines: readonly Line[]): boolean {
  const places = lines.map(({ actor: { sessionId, parentId }, isUnfolded }) => {
    const place = { key: sessionId, parent: parentId };
    return isUnfolded === undefined ? place : { ...place, isUnfolded };
  });
  const move = moveOfKey(key, places, store.state.cursor);
  const line = lines.find(({ actor }) => actor.sessionId === move?.key);
  if (move === undefined || line === undefined) return false;
  if (move.kind === 'choose') chooseActor(store, move.key);
  else if (move.kind === 'fold') toggleFold(store, line);
  else store.update({ cursor: move.key, reveals: store.state.reveals + 1 });
  return true;
}

function toggleFold(store: InspectorStore, { actor, isUnfolded }: Line): void {
  store.update({ folds: new Map([...store.state.folds, [actor.sessionId, isUnfolded !== true]]) });
}
