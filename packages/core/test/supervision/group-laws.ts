import type { Effect, SupervisorInput } from '../../src/index.ts';
import type { Harness } from './harness.ts';
import { law } from './law.ts';
import { childOf } from './runtime.ts';

/** A group operation as the events and effects have shown it, whatever the reducer remembers of it. */
interface Cycle {
  /** Whose restart it is, and when each may be started again. */
  readonly culprits: Map<string, number>;
  /** Everybody whose restart it ever was. */
  readonly causes: string[];
  /** Members that have not come to rest again. */
  readonly waiting: Set<string>;
  /** Members that were parked, or degraded, at some time: a group restart may leave them alone. */
  readonly apart: Set<string>;
  /** The order was changed meanwhile, and so who comes when. */
  isReordered: boolean;
  isDone: boolean;
}

/**
 * A group is stopped in reverse order, wholly, before it is started in order, each member after the
 * one before it has come to rest; and nobody outside it is touched.
 */
export function watchGroups(harness: Harness): void {
  let cycle: Cycle | undefined;
  let before: ReadonlyMap<string, string> = new Map();
  let isReordered = false;
  harness.foreseers.push((input) => {
    before = budgets(harness);
    const isStarting = harness.selfChart === 'starting' || harness.selfChart === 'restarting';
    if (!isStarting) isReordered = false;
    if (input.type === 'supervisor.reconfigure') isReordered = true;
    // Dependencies left over from before it was reconfigured have an order of their own.
    isReordered ||= harness.isSideBySide;
    if (cycle !== undefined) cycle.isReordered ||= isReordered;
  });
  harness.overseers.push((effect, input) => {
    if (effect.type === 'report' && effect.event.type === 'group.restarting')
      cycle = begin(harness, cycle, effect.event.child, isReordered);
    if (cycle === undefined) return;
    follow(harness, cycle, effect, input);
    if (effect.type !== 'tellSelf' || effect.event === 'supervisor.restart') return;
    cycle.isDone = true;
    if (effect.event !== 'supervisor.restarted') cycle.waiting.clear();
  });
  harness.watchers.push((effects, { type }) => {
    if (cycle?.isDone === true) {
      const left = [...cycle.waiting];
      // An operator has stopped the culprit: whose start is under way comes up alone.
      const isCancelled = type === 'command.terminateChild';
      law(
        cycle.isReordered || isCancelled || left.length === 0,
        `the group is done, but not ${left.join()}`,
      );
      cycle = undefined;
    }
    if (type === 'supervisor.reconfigure' || harness.isEnding) return;
    for (const id of cycledBy(effects))
      law(budgets(harness).get(id) === before.get(id), `${id} is cycled and charged for it`);
  });
}

function begin(
  harness: Harness,
  running: Cycle | undefined,
  culprit: string,
  isReordered: boolean,
): Cycle {
  const cycle = running ?? {
    culprits: new Map(),
    causes: new Array<string>(),
    waiting: new Set(),
    apart: new Set(),
    isReordered,
    isDone: false,
  };
  cycle.culprits.set(culprit, harness.recordOf(culprit).notBefore);
  cycle.causes.push(culprit);
  cycle.waiting.add(culprit);
  for (const id of harness.order) if (isApart(harness.child(id).chart)) cycle.apart.add(id);
  return cycle;
}

const isApart = (chart: string) => chart === 'failed' || chart === 'degraded';

function follow(harness: Harness, cycle: Cycle, effect: Effect, input: SupervisorInput): void {
  if (effect.type === 'tell') onTold(harness, cycle, effect, input);
  else if (effect.type === 'report') {
    if (effect.event.type === 'child.cycled') onCycled(harness, cycle, childOf(effect.event));
  } else if ('id' in effect && cycle.waiting.has(effect.id)) {
    if (effect.type === 'stopChild') nobodyLivesBehind(harness, cycle, effect.id, 'stopped');
    else if (effect.type === 'startChild') onStart(harness, cycle, effect.id);
  }
}

function onCycled(harness: Harness, cycle: Cycle, id: string): void {
  const { strategy } = harness.spec;
  cycle.waiting.add(id);
  if (cycle.isReordered) return;
  law(strategy === 'one_for_all' || strategy === 'rest_for_one', `${id} is cycled by ${strategy}`);
  // The culprit itself, when an operator has stopped it and wants it started again.
  const upToIt = [...harness.before(id), id];
  const isBehind = cycle.causes.some((cause) => upToIt.includes(cause));
  law(strategy === 'one_for_all' || isBehind, `${id} is cycled with ${cycle.causes.join()}`);
}

/** States of a child's chart in which nobody waits for it. */
export const AT_REST: ReadonlySet<string> = new Set([
  'running',
  'degraded',
  'failed',
  'stopping',
  'stopped',
]);

function onTold(
  harness: Harness,
  cycle: Cycle,
  { id, event }: Extract<Effect, { readonly type: 'tell' }>,
  input: SupervisorInput,
): void {
  const target = harness.targetOf(id, event) ?? '';
  if (isApart(target)) cycle.apart.add(id);
  // An operator who stops the culprit ends its claim.
  if (target === 'stopping') cycle.culprits.delete(id);
  if (AT_REST.has(target)) cycle.waiting.delete(id);
  else if (event === 'service.start' && !('ticket' in input)) cycle.waiting.add(id);
}

function nobodyLivesBehind(harness: Harness, cycle: Cycle, id: string, what: string): void {
  if (cycle.isReordered) return;
  const living = harness.after(id).filter((later) => harness.livesOf(later).length > 0);
  const others = living.filter((later) => !cycle.apart.has(later));
  law(others.length === 0, `${id} is ${what} while ${others.join()}, behind it, live`);
}

function onStart(harness: Harness, cycle: Cycle, id: string): void {
  nobodyLivesBehind(harness, cycle, id, 'started');
  const ahead = harness.before(id).filter((earlier) => cycle.waiting.has(earlier));
  law(cycle.isReordered || ahead.length === 0, `${id} is started before ${ahead.join()}`);
  for (const [culprit, notBefore] of cycle.culprits)
    law(harness.now >= notBefore, `${id} is started before the backoff of ${culprit}`);
}

function* cycledBy(effects: readonly Effect[]): Generator<string> {
  for (const effect of effects)
    if (effect.type === 'report' && effect.event.type === 'child.cycled')
      yield childOf(effect.event);
}

/** What a child has used up, and its open incident. */
function budgets(harness: Harness): ReadonlyMap<string, string> {
  return new Map(
    [...harness.state.children].map(
      ([id, { incident, window, history, ownRestarts, restarts }]) => {
        const { number, attempts, spent, faults } = incident ?? {};
        const counts = { number, attempts, spent, faults, window, history, ownRestarts, restarts };
        return [id, JSON.stringify(counts)];
      },
    ),
  );
}
