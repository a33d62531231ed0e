import type { Intensity, SupervisionEvent } from '@kintsugi/core';
import { counted } from '../../counted.ts';
import { idOf, parentPath } from '../blueprint.ts';
import type { SimulatedTree } from '../simulated-tree.ts';
import type { Broken, Law } from '../law.ts';

interface Restart {
  readonly at: number;
  readonly id: string;
}

/** A supervisor that is started again has all of its intensity. */
const BEGINS_ANEW: ReadonlySet<string> = new Set([
  'supervisor.started',
  'supervisor.stopped',
  'supervisor.failed',
  'child.abandoned',
]);

/** No more restarts within a period than were granted: to a supervisor, or to one child (rule 11). */
export function intensity(tree: SimulatedTree): Law {
  /** By the path of the supervisor. */
  const restarts = new Map<string, readonly Restart[]>();
  return {
    onInjection(injection) {
      // After these nothing counts that was before, at least of this child.
      if (injection.do === 'recover' || injection.do === 'restartChild')
        restarts.delete(parentPath(injection.path));
    },
    onEvent(event) {
      if (BEGINS_ANEW.has(event.type)) restarts.delete(event.path);
      return event.type === 'child.restarting' ? count(tree, restarts, event) : undefined;
    },
  };
}

function count(
  { blueprint }: SimulatedTree,
  restarts: Map<string, readonly Restart[]>,
  { path, at }: SupervisionEvent,
): Broken {
  const above = parentPath(path);
  const id = idOf(path);
  const shared = blueprint.parentOf(path)?.spec.intensity;
  const own = blueprint.specOf(path)?.intensity;
  const longestMs = longest(shared, own);
  const log = [...(restarts.get(above) ?? []), { at, id }].filter(
    (restart) => at - restart.at <= longestMs,
  );
  restarts.set(above, log);
  const ofChild = log.filter((restart) => restart.id === id);
  const whose = `the children of ${above === '' ? 'the root' : above}`;
  return tooMany(log, shared, at, whose) ?? tooMany(ofChild, own, at, path);
}

function longest(...limits: readonly (Intensity | undefined)[]): number {
  return Math.max(...limits.map((limit) => limit?.withinMs ?? 0));
}

function tooMany(
  log: readonly Restart[],
  granted: Intensity | undefined,
  now: number,
  whose: string,
): Broken {
  if (granted === undefined) return undefined;
  const { maxRestarts, withinMs } = granted;
  const within = log.filter(({ at }) => now - at <= withinMs).length;
  return within <= maxRestarts
    ? undefined
    : `${counted(within, 'restart')} of ${whose} within ${withinMs} ms: ${maxRestarts} granted`;
}
