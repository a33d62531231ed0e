import { stepBudget } from '@kintsugi/core';
import { TICK_MS } from '../model/abstract-time.ts';
import { childOf, type SeenTurn, told, type TurnProperty } from './property.ts';

/** Ages, in ticks, of the restarts that were granted. */
type Ages = readonly number[];

/** Rule 11: counted by what was told, whatever the supervisor has counted. */
export const intensityIsKept: TurnProperty<Ages> = {
  name: 'the intensity is kept',
  demands: 'No more restarts are granted within the period than the intensity says.',
  begin: () => [],
  see(ages, turn) {
    const { intensity } = turn.spec;
    if (intensity === undefined || intensity.maxRestarts === Infinity) return { memory: [] };
    const inside = ages.filter((age) => age * TICK_MS <= intensity.withinMs);
    const granted = told(turn, 'child.restarting').map(() => 0);
    const counted = turn.input.type === 'supervisor.start' ? granted : [...inside, ...granted];
    return {
      memory: counted,
      isTested: granted.length > 0,
      broken:
        counted.length > intensity.maxRestarts
          ? `${counted.length} restarts in one period, ${intensity.maxRestarts} are granted`
          : undefined,
    };
  },
  tick(ages, { intensity: { withinMs } = { maxRestarts: Infinity, withinMs: 0 } }) {
    // In a period without an end nothing gets old.
    if (withinMs === Infinity) return ages;
    return ages.map((age) => age + 1).filter((age) => age * TICK_MS <= withinMs);
  },
};

type Counts = Readonly<Record<string, number>>;

/** Rule 9 and step 4 of the story: found necessary by an earlier model. */
export const budgetsAreKept: TurnProperty<Counts> = {
  name: 'the budget of each step is kept',
  demands:
    'No step is taken more often in one incident than its budget says, and each attempt is counted.',
  begin: () => ({}),
  see(counts, turn) {
    const next: Record<string, number> = { ...counts };
    let broken: string | undefined;
    let isTested = false;
    for (const event of turn.events) {
      if (event.type === 'incident.opened' || event.type === 'incident.closed')
        forget(next, childOf(event));
      if (event.type === 'child.recovered' && event.by === 'retry')
        delete next[`${childOf(event)} retry`];
      const step = stepOf(event);
      const budget = step === undefined ? Infinity : stepBudget(turn.spec.policy, step);
      if (budget === Infinity) continue;
      isTested = true;
      const key = `${childOf(event)} ${step}`;
      next[key] = (next[key] ?? 0) + 1;
      if ('attempt' in event && event.attempt !== next[key])
        broken ??= `attempt ${next[key]} of ${key} is called attempt ${event.attempt}`;
      if (next[key] > budget)
        broken ??= `${key} for the ${next[key]}th time, ${budget} are granted`;
    }
    return { memory: next, isTested, broken };
  },
};

function forget(counts: Record<string, number>, id: string): void {
  for (const key of Object.keys(counts)) if (key.startsWith(`${id} `)) delete counts[key];
}

function stepOf(event: { readonly type: string; readonly step?: string }): string | undefined {
  if (event.type === 'child.retrying') return 'retry';
  if (event.type === 'child.restarting') return 'restart';
  return event.type === 'child.stepping' ? event.step : undefined;
}

/** The last delay before an attempt to return, and whether one was made since. */
type Delays = Readonly<Record<string, { readonly delayMs: number; readonly isTried: boolean }>>;

/** Rule 35. */
export const recoveryWaitsLonger: TurnProperty<Delays> = {
  name: 'recovery waits longer each time',
  demands:
    'Until its health is proven, each attempt of a degraded child to return waits twice as long, up to the longest.',
  begin: () => ({}),
  see(delays, turn) {
    const { maxMs } = turn.spec.policy.recovery;
    const next = { ...delays };
    const proven = provenBy(turn);
    for (const id of Object.keys(next)) if (proven.has(id)) delete next[id];
    let broken: string | undefined;
    let isTested = false;
    for (const event of turn.events) {
      const id = childOf(event);
      const last = next[id];
      if (event.type === 'recovery.attempted' && last) next[id] = { ...last, isTried: true };
      if (!('nextAt' in event) || event.nextAt === undefined) continue;
      const delayMs = event.nextAt - event.at;
      const least = last === undefined ? 0 : Math.min(maxMs, last.delayMs * (last.isTried ? 2 : 1));
      isTested ||= last?.isTried === true;
      if (delayMs < least) broken ??= `${id} waits ${delayMs} ms, after ${last?.delayMs} ms`;
      next[id] = { delayMs, isTried: false };
    }
    return { memory: next, isTested, broken };
  },
};

/** Whose way back is as short as at first: its health is proven, or its past is over. */
function provenBy({ input, effects, spec, after }: SeenTurn): ReadonlySet<string> {
  const ids = new Set<string>();
  if (input.type === 'agenda.due' && input.kind === 'stable') ids.add(input.id);
  if (input.type === 'command.restartChild' || input.type === 'command.recover') ids.add(input.id);
  for (const effect of effects)
    if (effect.type === 'tell' && ENDS.has(effect.event)) ids.add(effect.id);
  for (const { id } of spec.children) if (!after.children.has(id)) ids.add(id);
  return ids;
}

const ENDS: ReadonlySet<string> = new Set([
  'service.fail',
  'service.stop',
  'service.exited',
  'service.start',
]);
