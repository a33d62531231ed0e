import { pathOf } from '@kintsugi/core';
import type { Member } from '../member.ts';
import type { SimulatedTree } from '../simulated-tree.ts';
import type { Broken, Law } from '../law.ts';
import { waitsForAPerson } from '../waits-for-a-person.ts';
import { mayRest } from './may-rest.ts';

/**
 * When the faults are over and nothing is left to happen, every permanent child runs; or it is failed, or degraded until a
 * person comes, as its rules say; or a person has stopped it; or it waits for what it depends on.
 */
export function nothingLost(tree: SimulatedTree): Law {
  const waitsForPerson = new Set<string>();
  return {
    onEvent(event) {
      if (waitsForAPerson(event)) waitsForPerson.add(event.path);
      else if (event.type === 'child.degraded' || event.type === 'child.recovered')
        waitsForPerson.delete(event.path);
      return undefined;
    },
    atRest() {
      const state = tree.stateOf('') ?? 'gone';
      return HAS_SETTLED.has(state)
        ? lostBelow(tree, '', waitsForPerson)
        : `the root rests in ${state}, and nothing is left that could move it`;
    },
  };
}

const HAS_SETTLED: ReadonlySet<string> = new Set(['running', 'stopped', 'failed']);

function lostBelow(tree: SimulatedTree, top: string, waitsForPerson: ReadonlySet<string>): Broken {
  const description = tree.blueprint.supervisorAt(top);
  if (description === undefined || tree.stateOf(top) !== 'running') return undefined;
  for (const { id, spec } of description.spec.children) {
    const path = pathOf({ path: top }, id);
    const state = tree.stateOf(path) ?? 'gone';
    const rests = spec.restart !== 'permanent' || restsWell(tree, path, state, waitsForPerson);
    if (!rests) return `${path} rests in ${state}, and nothing is left that could move it`;
    const below = lostBelow(tree, path, waitsForPerson);
    if (below !== undefined) return below;
  }
  return undefined;
}

function restsWell(
  tree: SimulatedTree,
  path: string,
  state: string,
  waitsForPerson: ReadonlySet<string>,
): boolean {
  switch (state) {
    case 'running':
      return tree.blueprint.supervisorAt(path) !== undefined || lives(tree.member(path));
    case 'failed':
      return true;
    case 'degraded':
      return waitsForPerson.has(path) || tree.waitsForDependency(path);
    case 'restarting':
    case 'starting':
      return tree.waitsForDependency(path);
    default:
      return mayRest(tree, path);
  }
}

function lives({ up, hasLived }: Member): boolean {
  return up !== undefined || !hasLived;
}
