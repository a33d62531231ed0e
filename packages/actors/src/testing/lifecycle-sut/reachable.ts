import { stepBudget } from '@kintsugi/core';
import { moveText, pathsOf, transitionsOf, withoutBeginnings } from '../walk/model-paths.ts';
import type { Excluded, Transition, WalkModel, WalkPath } from '../walk/sut.ts';
import type { Subject } from './fault-ways.ts';
import { findPaths, MOST_PLACES } from './find-paths.ts';
import { planPath } from './plan-path.ts';
import { restartingSeverity } from './scripted-policy.ts';

/** What of a chart can be walked, and what no fault, no time and no order brings about. */
interface Reachable<State extends string, Event extends string> {
  readonly paths: readonly WalkPath<State, Event>[];
  readonly excluded: Excluded<State, Event>;
}

/**
 * The shortest paths of the model where they can be taken, and others where they cannot: what is next
 * after a fault depends on what was tried before, of which a chart without guards knows nothing.
 */
export function reachable<State extends string, Event extends string>(
  model: WalkModel<State, Event>,
  subject: Subject,
): Reachable<State, Event> {
  const all = transitionsOf(model);
  const shortest = pathsOf(model, () => false);
  const taken = shortest.map(({ initial, steps }) => {
    const { means } = planPath(subject, { initial, steps });
    return { initial, steps: steps.slice(0, means.length) };
  });
  const missing = movesWithout(taken, all);
  const initial = shortest.map((path) => path.initial);
  const searches = initial.slice(0, 1).map((from) => findPaths(subject, from, all, missing));
  const paths = withoutBeginnings([...taken, ...searches.flatMap(({ found }) => found)]);
  const isComplete = searches.every((search) => search.isComplete);
  const visited = new Set(paths.flatMap(({ steps }) => steps.map(({ to }) => to)));
  const excluded: Partial<Record<State | Event | `${State} ${Event}`, string>> = {};
  for (const move of movesWithout(paths, all)) {
    const isThere = initial.includes(move.from) || visited.has(move.from);
    excluded[`${move.from} ${move.event}`] =
      isThere || !isComplete
        ? reasonOf(subject, move, isComplete)
        : `nothing leads to ${move.from}`;
  }
  return { paths, excluded };
}

function movesWithout<State extends string, Event extends string>(
  paths: readonly WalkPath[],
  all: readonly Transition<State, Event>[],
): readonly Transition<State, Event>[] {
  const taken = new Set(paths.flatMap(({ steps }) => steps.map((step) => moveText(step))));
  return all.filter((move) => !taken.has(moveText(move)));
}

function reasonOf({ policy }: Subject, move: Transition, isComplete: boolean): string {
  const { from, event, to } = move;
  const step = event.replace('service.', '');
  if (!isComplete) return `no way to it was found among ${MOST_PLACES} places`;
  if (from === 'degraded')
    return restartingSeverity(policy) === undefined
      ? 'this policy restarts no siblings'
      : 'a group restart leaves alone who waits for a person';
  if (from === to && stepBudget(policy, step) === 1) return 'one attempt is all its budget';
  return 'no fault of a service of functions leads there';
}
