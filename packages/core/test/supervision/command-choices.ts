import type { Harness } from './harness.ts';
import { type Choice, pick } from './pick.ts';
import type { Child } from './tree-spec.ts';

/** What people want. */
export function commands(harness: Harness): Choice[] {
  const ids = [...harness.order, ...NEW_IDS.slice(0, 1)];
  return [
    ...ofTheGroup(harness),
    (detail) => harness.command('recover', pick(ids, detail)),
    (detail) => harness.command('terminateChild', pick(ids, detail), detail % 4 === 0),
    (detail) => harness.command('restartChild', pick(ids, detail)),
    (detail) => harness.command('restartChild', pick(ids, detail)),
    (detail) => harness.command('deleteChild', pick(ids, detail)),
    (detail) => startChild(harness, detail),
    (detail) => startChild(harness, detail),
    (detail) => reconfigure(harness, detail),
  ];
}

/** While a group waits for its culprit, people often want to stop just that one. */
function ofTheGroup(harness: Harness): Choice[] {
  const { group } = harness.state;
  const culprit = group?.phase === 'stopping' ? undefined : group?.culprit;
  const stop = () => culprit !== undefined && harness.command('terminateChild', culprit);
  return culprit === undefined ? [] : [stop, stop, stop, stop, stop, stop];
}

const NEW_IDS = ['x', 'y', 'z'];

/** A new one, one of an id that was deleted, or one that is there. */
function startChild(harness: Harness, detail: number): void {
  const { newcomers = [{}] } = harness.tree;
  const known = harness.spec.children.map(({ id }) => id);
  const id = pick([...NEW_IDS, ...NEW_IDS, ...known], detail);
  const child = pick(newcomers, Math.floor(detail / 9));
  harness.startChild(id, { ...child, ...dependencies(harness, id, detail) });
}

/** On one or two of those that are there; in a circle nobody would ever be the first. */
function dependencies(harness: Harness, id: string, detail: number): Child {
  const others = harness.order.filter((other) => !reaches(harness, other, id));
  const isOrdered = harness.spec.strategy !== 'one_for_one';
  if (isOrdered || detail % 2 === 0 || others.length === 0) return { dependsOn: [] };
  const dependsOn = [pick(others, detail), pick(others, Math.floor(detail / 5))];
  return { dependsOn: [...new Set(dependsOn)] };
}

function reaches(harness: Harness, from: string, to: string): boolean {
  if (from === to) return true;
  const next = harness.order.includes(from) ? harness.child(from).spec.dependsOn : [];
  return next.some((dependency) => reaches(harness, dependency, to));
}

function reconfigure(harness: Harness, detail: number): void {
  const { variants = [] } = harness.tree;
  if (variants.length > 0) harness.reconfigure(pick(variants, detail));
}
