import type { SupervisorState } from '@kintsugi/core';
import type { WorkerState } from '../model/worker.ts';

/** A point of the search, as a promise looks at it. */
export interface SeenPoint {
  readonly supervisor: SupervisorState;
  readonly worker: (child: number) => WorkerState;
  readonly ids: readonly string[];
}

/** Something that is owed when it begins, and must come about in the end. */
export interface Owed {
  readonly name: string;
  readonly demands: string;
  readonly isOwed: (point: SeenPoint) => boolean;
  readonly isPaid: (point: SeenPoint) => boolean;
}

const SETTLED: ReadonlySet<string> = new Set(['running', 'degraded', 'failed', 'stopped']);

function hasEnded({ supervisor: { state } }: SeenPoint): boolean {
  return state === 'stopped' || state === 'failed';
}

function isSettled(point: SeenPoint, child: number): boolean {
  const { chart } = point.worker(child);
  const record = point.supervisor.children.get(point.ids[child] ?? '');
  // What it depends on is down, and it asks not to be started then: it may stay so.
  const isHeldUp = record?.phase === 'waitingForDependency' && record.spec.pausesWithDependency;
  return SETTLED.has(chart) || isHeldUp || record === undefined;
}

/**
 * What every supervisor owes, whatever happens to it.
 *
 * @param isTimed - false where it is owed only as long as no window passes: a step without a limit may be
 * repeated for ever
 */
export function owedBy(ids: readonly string[], isTimed: boolean): readonly Owed[] {
  const within = isTimed ? '' : ', within one window';
  return [
    ...ids.map((id, child): Owed => ({
      name: `every fault of ${id} comes to an end${within}`,
      demands:
        'A child that does not run comes to run, to be degraded, failed or stopped, or its supervisor ends.',
      isOwed: (point) => !isSettled(point, child),
      isPaid: (point) => isSettled(point, child) || hasEnded(point),
    })),
    {
      name: 'every shutdown ends',
      demands: 'A supervisor that stops has stopped, or failed, in the end.',
      isOwed: ({ supervisor: { state } }) => state === 'stopping',
      isPaid: hasEnded,
    },
    {
      name: `every start and group restart ends${within}`,
      demands: 'A supervisor that starts its children, or cycles them, runs in the end, or ends.',
      isOwed: ({ supervisor: { state } }) => state === 'starting' || state === 'restarting',
      isPaid: (point) => point.supervisor.state === 'running' || hasEnded(point),
    },
    {
      name: `every order is answered${within}`,
      demands: 'Whoever waits for a child to settle hears in the end.',
      isOwed: (point) => isWaitedFor(point),
      isPaid: (point) => !isWaitedFor(point),
    },
  ];
}

function isWaitedFor({ supervisor: { children } }: SeenPoint): boolean {
  for (const { tickets } of children.values()) if (tickets !== undefined) return true;
  return false;
}
