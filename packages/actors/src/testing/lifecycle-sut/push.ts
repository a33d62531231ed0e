import type { Severity } from '@kintsugi/core';
import { ask } from '../../tree/ask.ts';
import { recover, restartChild, terminateChild } from '../../tree/operate.ts';
import type { StartAct } from '../act.ts';
import type { Transition } from '../walk/sut.ts';
import type { Means } from './means.ts';
import { type PlantedService, SUBJECT } from './planted-service.ts';
import { WalkFault } from './scripted-policy.ts';

/** The making of a move: most take one push, some take one after the other. */
export interface Making {
  readonly transition: Transition;
  /** What the service is asked. */
  readonly request: unknown;
  pushes: number;
  /** Faults that have been made. */
  faults: number;
}

/** Pushes a service towards a move. */
export function push(planted: PlantedService, means: Means, making: Making): void | Promise<void> {
  const isFirst = making.pushes === 0;
  making.pushes += 1;
  switch (means.by) {
    case 'success':
      return succeed(planted, isFirst && making.transition.from === 'degraded');
    case 'order':
      return ORDERS[making.transition.event]?.(planted);
    case 'end':
      return end(planted, isFirst);
    case 'neighbour':
      return crashNeighbour(planted);
    case 'fault':
      return fail(planted, means, making, isFirst);
  }
}

function succeed(planted: PlantedService, isDegraded: boolean): void | Promise<void> {
  return isDegraded ? orderRecovery(planted) : letGo(planted, 'ok');
}

type FaultMeans = Extract<Means, { readonly by: 'fault' }>;

function nextFault({ first, later }: FaultMeans, making: Making): Severity {
  making.faults += 1;
  return making.faults === 1 ? first : later;
}

/** Each crashes once: its budgets are those of one incident. */
function crashNeighbour({ neighbours, exit }: PlantedService): void {
  const neighbour = neighbours.shift();
  if (neighbour === undefined) return;
  exit.current = neighbour.severity;
  neighbour.crash();
}

function end(planted: PlantedService, isFirst: boolean): void | Promise<void> {
  const { world, watched } = planted;
  if (world.gates.start.waiting > 0) {
    watched.ignores = true;
    return world.gates.start.open(new Error('the walk wants no service'));
  }
  return isFirst ? watched.exit() : letGo(planted, 'ok');
}

function fail(
  planted: PlantedService,
  means: FaultMeans,
  making: Making,
  isFirst: boolean,
): void | Promise<void> {
  const { world, watched, exit } = planted;
  if (isFirst && means.isExit) {
    exit.current = nextFault(means, making);
    return watched.exit();
  }
  const isThere = making.transition.event === 'service.degrade' && world.gates.degrade.waiting > 0;
  if (isThere) return letGo(planted, 'ok');
  if (waitsFor(planted) === undefined) return provoke(planted, making.request);
  return letGo(planted, new WalkFault(nextFault(means, making)));
}

/** Nothing is under way that could fail: something is begun, or waited for. */
function provoke(planted: PlantedService, request: unknown): void | Promise<void> {
  const { value } = planted.snapshot();
  if (value === 'degraded') return orderRecovery(planted);
  return value === 'running' ? unheard(ask(planted.tree, SUBJECT, request)) : waitForIt(planted);
}

function orderRecovery({ tree }: PlantedService): void {
  unheard(recover(tree, SUBJECT));
}

const ORDERS: Readonly<Record<string, (planted: PlantedService) => void>> = {
  'service.start': ({ tree }) => unheard(restartChild(tree, SUBJECT)),
  'service.restart': orderRecovery,
  'service.stop': ({ tree }) => unheard(terminateChild(tree, SUBJECT)),
};

/** What comes of it shows in the chart. */
function unheard(answer: Promise<unknown>): void {
  answer.catch(() => undefined);
}

const IN_TURN = ['degrade', 'start', 'step', 'handle', 'stop'] as const;

function waitsFor({ world: { gates } }: PlantedService) {
  return IN_TURN.find((name) => gates[name].waiting > 0);
}

/** What waits goes on, and does this; when nothing waits, the time has not come. */
function letGo(planted: PlantedService, act: StartAct): void | Promise<void> {
  const name = waitsFor(planted);
  return name === undefined ? waitForIt(planted) : planted.world.gates[name].open(act);
}

/**
 * Holds each stop for as long as something could wrongly go on without it, then lets it succeed. An ordered
 * one is a state of its own, and is held until the walk leaves it.
 *
 * @throws Error when a start has begun, or the service is stopped by order, before a stop was over
 */
export async function seeStopsOut(planted: PlantedService, { event }: Transition): Promise<void> {
  const { world, clock, snapshot } = planted;
  while (world.gates.stop.waiting > 0 && snapshot().value !== 'stopping') {
    if (snapshot().value === 'stopped' && ENDS_BY_ORDER.has(event))
      throw new Error('stopped before its stop was over');
    if (snapshot().value === 'restarting') await waitForIt(planted);
    refuseOverlap(planted);
    world.gates.stop.open();
    await clock.settle();
  }
  refuseOverlap(planted);
}

/** One that has ended by itself is stopped at once, and lets go afterwards. */
const ENDS_BY_ORDER = new Set(['service.stop', 'service.stopped']);

function refuseOverlap({ world }: PlantedService): void {
  if (world.hasOverlapped)
    throw new Error('a start has begun before the stop of the life before was over');
}

/** What is still under way after the end succeeds. */
export async function cleanUp(planted: PlantedService): Promise<void> {
  while (waitsFor(planted) !== undefined) {
    await letGo(planted, 'ok');
    await planted.clock.settle();
  }
}

function waitForIt({ clock, snapshot }: PlantedService): Promise<void> {
  const { nextAt = 0 } = snapshot().context;
  return clock.advance(Math.max(0, nextAt - clock.now()));
}
