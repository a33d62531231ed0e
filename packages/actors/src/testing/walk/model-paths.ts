import { adjacencyMapToArray } from 'xstate/graph';
import type { Transition, WalkModel, WalkPath } from './sut.ts';

/** A move as the titles of tests name it. */
export function moveText({ from, event, to }: Transition): string {
  return `${from} → ${to} (${event})`;
}

/** Every move of a model, each once. */
export function transitionsOf<State extends string, Event extends string>(
  model: WalkModel<State, Event>,
): readonly Transition<State, Event>[] {
  const found = new Map<string, Transition<State, Event>>();
  for (const { state, event, nextState } of adjacencyMapToArray(model.getAdjacencyMap())) {
    const transition = { from: state.value, event: event.type, to: nextState.value };
    found.set(moveText(transition), transition);
  }
  return [...found.values()];
}

/** The shortest paths that take every move but those that are excluded; none begins with all of another one. */
export function pathsOf<State extends string, Event extends string>(
  model: WalkModel<State, Event>,
  isExcluded: (state: State, event: Event) => boolean,
): readonly WalkPath<State, Event>[] {
  const found = model.getShortestPaths({
    filterEvents: ({ value }, { type }) => !isExcluded(value, type),
    // By the move that leads there: else a state is reached by one of its ways only, and of several moves
    // from a state to itself only one is taken.
    serializeState: (snapshot, event, before) =>
      event === undefined || before === undefined
        ? JSON.stringify(snapshot)
        : `${JSON.stringify(snapshot)} by ${event.type} from ${before.value}`,
  });
  return found.flatMap(({ steps: [first, ...others] }) =>
    first === undefined ? [] : pathOf(first.state.value, others),
  );
}

function pathOf<State extends string, Event extends string>(
  initial: State,
  moves: readonly { readonly state: { value: State }; readonly event: { type: Event } }[],
): WalkPath<State, Event> {
  let from = initial;
  const steps = moves.map(({ state: { value: to }, event: { type: event } }) => {
    const step = { from, event, to };
    from = to;
    return step;
  });
  return { initial, steps };
}

/** Without those that another one begins with. */
export function withoutBeginnings<State extends string, Event extends string>(
  paths: readonly WalkPath<State, Event>[],
): readonly WalkPath<State, Event>[] {
  const texts = paths.map(({ steps }) => steps.map((step) => `${moveText(step)};`).join(''));
  return paths.filter((_path, index) => {
    const text = texts[index] ?? '';
    return texts.every(
      (other, at) => !(other.startsWith(text) && (other !== text || at < index)) || at === index,
    );
  });
}

/** The shortest of these paths that comes by where a move begins, and then that move. */
export function pathTo<State extends string, Event extends string>(
  paths: readonly WalkPath<State, Event>[],
  transition: Transition<State, Event>,
): WalkPath<State, Event> | undefined {
  const ways = paths.flatMap(({ initial, steps }) => {
    const length = [initial, ...steps.map(({ to }) => to)].indexOf(transition.from);
    return length === -1 ? [] : [{ initial, steps: [...steps.slice(0, length), transition] }];
  });
  return ways.toSorted((a, b) => a.steps.length - b.steps.length)[0];
}
