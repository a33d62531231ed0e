import { pathOf } from '@kintsugi/core';
import { idOf, isWithin, parentPath } from '../blueprint.ts';
import type { SimulatedTree } from '../simulated-tree.ts';
import type { Broken, Law } from '../law.ts';
import { type Walk, Walks } from './walks.ts';

/**
 * Children are stopped in reverse order, all of them, before they are started in order, each when the one before has come to
 * rest (rules 24, 29 and 40). Where children depend on each other, and among instances, there is no such order.
 */
export function order(tree: SimulatedTree): Law {
  const walks = new Walks(tree);
  return {
    // Whoever gives orders meanwhile changes who comes when.
    onInjection(injection) {
      if ('path' in injection && ORDERS.has(injection.do)) walks.forget(parentPath(injection.path));
    },
    onEvent(event) {
      walks.heard(event);
      return undefined;
    },
    onBegan: ({ member }) =>
      inWalks(tree, walks, member.path, (walk) => walk.kind === 'start', mayStart),
    onReleased: ({ member, isExcused }, reason) =>
      isExcused || reason === 'late'
        ? undefined
        : inWalks(tree, walks, member.path, (_, path) => walks.isToldToStop(path), mayStop),
  };
}

const ORDERS: ReadonlySet<string> = new Set(['recover', 'terminateChild', 'restartChild']);

type Ask = (tree: SimulatedTree, walk: Walk, child: string) => Broken;

/** Asks of the supervisor above, and of those above it as long as each is started or stopped as a whole. */
function inWalks(
  tree: SimulatedTree,
  walks: Walks,
  path: string,
  asAWhole: (walk: Walk, path: string) => boolean,
  mayNow: Ask,
): Broken {
  for (let child = path; child !== ''; child = parentPath(child)) {
    const above = parentPath(child);
    const walk = walks.at(above);
    if (walk === undefined) return undefined;
    const broken = hasOrder(tree, above) ? mayNow(tree, walk, child) : undefined;
    if (broken !== undefined || !asAWhole(walk, above)) return broken;
  }
  return undefined;
}

function hasOrder(tree: SimulatedTree, path: string): boolean {
  const description = tree.blueprint.supervisorAt(path);
  if (description === undefined || description.template !== undefined) return false;
  return description.spec.children.every(({ spec }) => spec.dependsOn.length === 0);
}

function mayStart(tree: SimulatedTree, { kind, waiting, apart }: Walk, child: string): Broken {
  if (kind === 'stop' || !waiting.has(child)) return undefined;
  const { before, after } = siblings(tree, child);
  const ahead = before.filter((other) => waiting.has(other));
  if (ahead.length > 0) return `${child} is started before ${ahead.join()} has come to rest`;
  const behind = kind === 'start' ? [] : living(tree, after, apart);
  return behind.length === 0
    ? undefined
    : `${child} is started while ${behind.join()}, behind it, lives`;
}

function mayStop(tree: SimulatedTree, { kind, waiting, apart }: Walk, child: string): Broken {
  if (kind === 'start' || (kind === 'cycle' && !waiting.has(child))) return undefined;
  const behind = living(tree, siblings(tree, child).after, apart);
  return behind.length === 0
    ? undefined
    : `${child} is stopped while ${behind.join()}, behind it, lives`;
}

function siblings(
  { blueprint }: SimulatedTree,
  child: string,
): { readonly before: readonly string[]; readonly after: readonly string[] } {
  const path = parentPath(child);
  const all = blueprint.supervisorAt(path)?.spec.children ?? [];
  const index = all.findIndex(({ id }) => id === idOf(child));
  const paths = all.map(({ id }) => pathOf({ path }, id));
  return { before: paths.slice(0, index), after: paths.slice(index + 1) };
}

/** Those of them that live, and are not apart. Of one that is killed nobody knows when it has ended. */
function living(
  { members }: SimulatedTree,
  paths: readonly string[],
  apart: ReadonlySet<string>,
): readonly string[] {
  const alive = [...members.values()].filter(
    ({ isAlive, spec }) => isAlive && spec.shutdown !== 'brutal_kill',
  );
  return paths.filter(
    (path) => !apart.has(path) && alive.some((member) => isWithin(member.path, path)),
  );
}
