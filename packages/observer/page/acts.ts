import type { ActName, NodeView } from '../src/protocol/frame.ts';
import { isUnfoldedNow, NO_FILTER } from './model/rows.ts';
import { parentOf } from './model/world.ts';
import { shownOf } from './shown.ts';
import type { Store } from './store.ts';

/** Puts a service beside the tree. */
export function choose(store: Store, path: string): void {
  const isNew = store.state.chosen !== path;
  store.update({
    chosen: path,
    cursor: path,
    tab: 'service',
    ...(isNew ? { details: undefined } : {}),
  });
}

/** The same, and the tree shows where it is, whatever was folded or looked for. */
export function reveal(store: Store, path: string): void {
  const { state } = store;
  const folds = new Map(state.folds);
  for (let above = parentOf(path); above !== undefined; above = parentOf(above))
    folds.set(above, true);
  choose(store, path);
  store.update({ folds, filter: NO_FILTER, reveals: state.reveals + 1 });
}

/** Folds what is unfolded, and the other way round. */
export function toggleFold(store: Store, path: string): void {
  const { folds } = store.state;
  const world = shownOf(store.state)?.world;
  if (world === undefined) return;
  store.update({ folds: new Map([...folds, [path, !isUnfoldedNow(world, path, folds)]]) });
}

/** What is worth offering of what may be done; the tree has the last word. */
export function actsFor(node: NodeView, allowed: readonly ActName[]): readonly ActName[] {
  if (node.path === '') return [];
  return allowed.filter((act) => {
    if (act === 'recover') return node.state === 'failed' || node.state === 'degraded';
    if (act === 'injectFault') return node.kind === 'service' && node.state === 'running';
    return act === 'restart' || !isGone(node);
  });
}

function isGone({ state }: NodeView): boolean {
  return state === 'stopped' || state === 'stopping';
}

/** What a person calls it: a restart of what was stopped is a start. */
export function actLabel(act: ActName, state: string): string {
  if (act === 'restart' && state === 'stopped') return 'Start';
  return { restart: 'Restart', stop: 'Stop', recover: 'Recover', injectFault: 'Inject a fault' }[
    act
  ];
}
