import type { ChildRecord } from '@kintsugi/core';
import type { Broken } from '../model/supervisor-model.ts';
import type { SeenPoint } from './owed.ts';

export const AT_REST = {
  name: 'what comes to rest rests well',
  demands:
    'Where nothing goes on by itself, the supervisor runs, nobody waits, no incident is open, and each child runs, is degraded for a person to bring back, failed, stopped, or waits for a dependency that is down.',
} as const;

/** How a point from which nothing goes on by itself falls short, if it does. */
export function restsBadly(point: SeenPoint): Broken | undefined {
  const text = whyNot(point);
  return text === undefined ? undefined : { property: AT_REST.name, text };
}

function whyNot({ supervisor, ids, worker }: SeenPoint): string | undefined {
  const { state, group, awaited, children } = supervisor;
  if (state !== 'running') return `the supervisor rests in ${state}`;
  if (group !== undefined) return 'a group operation rests';
  if (awaited !== undefined) return 'a start of several children rests';
  for (const [child, id] of ids.entries()) {
    const record = children.get(id);
    const text = record && whyNotWell(record, worker(child).life);
    if (text !== undefined) return text;
  }
  return undefined;
}

function whyNotWell(record: ChildRecord, life: string): string | undefined {
  const { id, state, phase, incident, tickets } = record;
  const rests = `${id} rests in ${state}, life ${life}`;
  if (tickets !== undefined) return `${rests}, and somebody waits for it`;
  if (phase === 'waitingForDependency') return undefined;
  if (incident !== undefined) return `${rests}, with an open incident`;
  return RESTS_WELL[state]?.(record, life) === true ? undefined : rests;
}

const RESTS_WELL: Readonly<Record<string, (record: ChildRecord, life: string) => boolean>> = {
  running: (_, life) => life === 'up',
  degraded: ({ recovery, abandoned }) => recovery?.operatorOnly === true || abandoned !== undefined,
  failed: (_, life) => life === 'none',
  stopped: (_, life) => life === 'none',
};
