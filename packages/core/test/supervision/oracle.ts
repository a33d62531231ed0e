import type {
  ChildRecord,
  ChildSpec,
  Effect,
  SupervisorState,
  TimerKind,
} from '../../src/index.ts';
import { watchGroups } from './group-laws.ts';
import type { Harness } from './harness.ts';
import { watchIncidents } from './incident-laws.ts';
import { law } from './law.ts';
import { isDown, watchOrder } from './order-laws.ts';
import { watchIntensity, watchStarts } from './start-laws.ts';

/** Watches over what must hold after every single input. */
export function watchLaws(harness: Harness): { readonly openIncidents: ReadonlySet<string> } {
  const incidents = watchIncidents(harness);
  harness.watchers.push((effects) => {
    for (const [id, child] of harness.state.children) {
      recordIsTrue(harness, id, child);
      timersAreNeeded(harness, child);
    }
    supervisorIsConsistent(harness);
    listsAreTrue(harness);
    onlyOneStartEach(effects);
  });
  watchIntensity(harness);
  watchStarts(harness);
  watchOrder(harness);
  watchGroups(harness);
  return { openIncidents: incidents };
}

function recordIsTrue(harness: Harness, id: string, child: ChildRecord): void {
  const truth = harness.child(id);
  law(harness.livesOf(id).length <= 1, `${id} has two lives`);
  lifeIsTrue(harness, child);
  law(truth.chart === child.state, `${id} is told ${truth.chart}, recorded as ${child.state}`);
  const mustLive = child.state === 'running' || child.state === 'retrying';
  law(!mustLive || child.life === 'up', `${id} is ${child.state} without a life`);
  const abandoned = truth.lives.filter(({ state }) => state === 'abandoned').length;
  const { length: recorded } = child.abandoned ?? [];
  law(recorded <= abandoned, `${id}: ${abandoned} lives are abandoned, ${recorded} recorded`);
}

function lifeIsTrue(harness: Harness, { id, life, epoch, state }: ChildRecord): void {
  const [live] = harness.livesOf(id);
  const truth = live?.state ?? 'none';
  law(truth === life, `${id} is ${truth}, recorded as ${life}`);
  // A logic that is to come back from its snapshot is fenced off while it waits for that.
  const isKnown = live?.epoch === epoch || state === 'retrying';
  law(live === undefined || isKnown, `${id} lives in another epoch`);
}

const IDLE = new Set(['failed', 'stopping', 'stopped']);

function timersAreNeeded(harness: Harness, child: ChildRecord): void {
  const truth = harness.child(child.id).timers;
  const recorded = Object.values(child.timers ?? {}).filter((at) => at !== Infinity);
  law(recorded.length === truth.size, `${child.id}: timers recorded are not those set`);
  for (const [kind, at] of truth) law(child.timers?.[kind] === at, `${child.id}: another ${kind}`);
  law(!isIdle(child) || truth.size === 0, `${child.id} is ${child.state} and has a timer`);
  for (const kind of truth.keys())
    law(isOfUse(kind, child), `${child.id} is ${child.state}, ${child.life} and has ${kind}`);
}

function isIdle({ state, incident, recovery }: ChildRecord): boolean {
  const isProven = incident === undefined && recovery === undefined;
  return IDLE.has(state) || (state === 'running' && isProven);
}

function isOfUse(kind: TimerKind, { state, life }: ChildRecord): boolean {
  const uses: Readonly<Record<TimerKind, boolean>> = {
    retry: state === 'retrying',
    restart: state === 'restarting' && life === 'none',
    recovery: state === 'degraded' && life !== 'starting',
    stable: state !== 'restarting' && state !== 'degraded',
  };
  return uses[kind];
}

function supervisorIsConsistent(harness: Harness): void {
  const { state } = harness.state;
  law(state === harness.selfChart, 'the supervisor told another state than it recorded');
  const isEnding = ['stopping', 'stopped', 'failed'].includes(state);
  law(!isEnding || harness.timers().length === 0, `${state} with a timer`);
  if (state !== 'stopped' && state !== 'failed') return;
  for (const id of harness.children.keys())
    law(harness.livesOf(id).length === 0, `the supervisor has ${state} and ${id} lives`);
}

/** What is derived from the children equals what a recount makes of it. */
function listsAreTrue({ state, order, children }: Harness): void {
  law(linked(state) === order.join(), `in order ${linked(state)}, not ${order.join()}`);
  law([...state.children.keys()].toSorted().join() === order.toSorted().join(), 'other children');
  const dependants = new Map<string, string[]>();
  let significant = 0;
  for (const { id, spec, state: at } of state.children.values()) {
    law(isSameSpec(spec, children.get(id)?.spec), `${id} is not what it was described as last`);
    if (spec.significant && at !== 'stopped' && at !== 'failed') significant += 1;
    for (const dependency of spec.dependsOn)
      dependants.set(dependency, [...(dependants.get(dependency) ?? []), id]);
  }
  law(state.significant === significant, `${significant} significant, not ${state.significant}`);
  law(inWords(state.dependants) === inWords(dependants), 'dependants recorded are others');
}

function linked({ children, first }: SupervisorState): string {
  const ids: string[] = [];
  for (let id = first; id !== undefined; id = children.get(id)?.next) ids.push(id);
  return ids.join();
}

function isSameSpec(one: ChildSpec, other: ChildSpec | undefined): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function inWords(lists: ReadonlyMap<string, Iterable<string>>): string {
  return [...lists]
    .map(([id, dependants]) => `${id}: ${[...dependants].toSorted().join()}`)
    .toSorted()
    .join('; ');
}

function onlyOneStartEach(effects: readonly Effect[]): void {
  const starts = effects.filter(({ type }) => type === 'startChild');
  const ids = new Set(starts.map((start) => 'id' in start && start.id));
  law(ids.size === starts.length, 'a child is started twice in one turn');
}

/** What "nothing is lost" means, once nothing is left to happen. */
export function nothingIsLost(harness: Harness): void {
  const { state } = harness.state;
  if (state === 'stopped' || state === 'failed') return;
  law(state === 'running', `the supervisor rests in ${state}`);
  law(harness.state.group === undefined, 'a group operation rests');
  law(harness.state.awaited === undefined, 'a start or a stop rests');
  for (const child of harness.state.children.values()) {
    law(
      restsWell(harness, child),
      `${child.id} (${child.spec.restart}) rests in ${harness.at(child.id)}`,
    );
    const waits = child.phase === 'waitingForDependency';
    law(waits || child.incident === undefined, `${child.id} rests with an open incident`);
  }
}

function restsWell(harness: Harness, child: ChildRecord): boolean {
  const { life, state, phase, recovery } = child;
  if (life !== 'none') return life === 'up' && state === 'running';
  if (phase === 'waitingForDependency') return isHeldUp(harness, child);
  if (state === 'stopped') return mayRest(harness, child);
  return state === 'failed' || (state === 'degraded' && recovery?.operatorOnly === true);
}

function isHeldUp(harness: Harness, { spec }: ChildRecord): boolean {
  return spec.pausesWithDependency && spec.dependsOn.some((other) => isDown(harness, other));
}

function mayRest(harness: Harness, { id, spec }: ChildRecord): boolean {
  return spec.restart !== 'permanent' || harness.child(id).mayStayStopped;
}
