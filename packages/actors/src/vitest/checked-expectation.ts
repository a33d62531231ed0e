import { invalidOption, supervisorChart } from '@kintsugi/core';
import { find, rootOf } from '../tree/find.ts';
import { NestedSupervisor } from '../supervisor/nested-supervisor.ts';
import { NotATreeError, UnknownChildError } from '../tree/errors.ts';

type Tree = Parameters<typeof rootOf>[0];

const A_TREE = 'given a tree: createActor(fromSupervisor(…))';

/** @throws InvalidOptionError for what is no tree */
export function requireTree(matcher: string, value: unknown): void {
  try {
    if (isActor(value)) {
      rootOf(value);
      return;
    }
  } catch (error) {
    if (!(error instanceof NotATreeError)) throw error;
  }
  throw invalidOption(matcher, A_TREE, value);
}

function isActor(value: unknown): value is Tree {
  return (
    typeof value === 'object' &&
    value !== null &&
    'getSnapshot' in value &&
    typeof value.getSnapshot === 'function'
  );
}

/**
 * What cannot be so is never what was meant: where it is expected not to be so, it would pass for ever.
 *
 * @throws InvalidOptionError for a path that the tree does not have, and for a state that its chart does not have
 */
export function requirePossible(
  matcher: string,
  tree: Tree,
  states: ReadonlyMap<string, string>,
  isNot: boolean,
): void {
  for (const [path, state] of states) {
    const known = statesAt(tree, path);
    if (known === undefined && isNot) throw invalidOption(matcher, 'of paths in the tree', path);
    if (known !== undefined && !known.includes(state))
      throw invalidOption(matcher, `of states of ${path}: ${known.join(', ')}`, state);
  }
}

/** Undefined when there is no such child. */
function statesAt(tree: Tree, path: string): readonly string[] | undefined {
  if (path === 'root') return Object.keys(supervisorChart.states);
  try {
    const { supervisor, member } = find(tree, path);
    const chart = member instanceof NestedSupervisor ? supervisorChart : supervisor.spec.chart;
    return Object.keys(chart.states);
  } catch (error) {
    if (error instanceof UnknownChildError) return undefined;
    throw error;
  }
}

/**
 * What says nothing is true of every tree.
 *
 * @throws InvalidOptionError for an object without a path, and for anything else
 */
export function requireStates(states: unknown): void {
  const hasPaths = typeof states === 'object' && states !== null && Object.keys(states).length > 0;
  if (!hasPaths)
    throw invalidOption('toHaveStates', 'given the states of children, by path', states);
}

/** @throws InvalidOptionError for what is no probe, and for what is no list of events */
export function requireStory(probe: unknown, events: unknown): void {
  const isProbe =
    typeof probe === 'object' && probe !== null && 'events' in probe && Array.isArray(probe.events);
  if (!isProbe) throw invalidOption('toHaveEvents', 'given a probe: probeEvents(tree)', probe);
  const areEvents =
    Array.isArray(events) &&
    events.length > 0 &&
    events.every((event) => typeof event === 'string' && /^\S+ \S/.test(event));
  if (!areEvents)
    throw invalidOption('toHaveEvents', 'given events: ["child.started db", …]', events);
}
