import { type ChildSpec, type Effect, supervisorChart } from '../../src/index.ts';
import type { Harness, TrueChild } from './harness.ts';
import { law } from './law.ts';

export function newChild(spec: ChildSpec): TrueChild {
  return {
    spec,
    lives: [],
    chart: 'starting',
    attempt: undefined,
    timers: new Map(),
    hasSettled: false,
    mayStayStopped: false,
  };
}

const SETTLED = new Set(['running', 'degraded', 'failed', 'stopped']);

const nothing = () => undefined;

/** A start that an operator has ordered came to nothing; or a group restart that will not come was told. */
const RESTS_AFTER = new Set<string>(['child.notStarted', 'child.leftIdle']);

/** Whom an event is about. */
export function childOf({ path }: { readonly path: string }): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const PERFORM: {
  readonly [Type in Effect['type']]: (
    harness: Harness,
    effect: Extract<Effect, { readonly type: Type }>,
  ) => void;
} = {
  tell(harness, { id, event }) {
    const child = harness.child(id);
    const target = harness.targetOf(id, event);
    law(target !== undefined, `${id}: the chart has no ${event} in ${child.chart}`);
    child.chart = target;
    if (SETTLED.has(target)) child.hasSettled = true;
    if (event === 'service.start') child.mayStayStopped = false;
  },
  tellSelf(harness, { event }) {
    const states: Record<string, { on: Record<string, { target: string }> }> =
      supervisorChart.states;
    const target = states[harness.selfChart]?.on[event]?.target;
    law(target !== undefined, `supervisor: no ${event} in ${harness.selfChart}`);
    harness.selfChart = target;
  },
  startChild(harness, { id, epoch }) {
    law(harness.livesOf(id).length === 0, `${id} is started beside a living incarnation`);
    const child = harness.child(id);
    law(
      child.lives.every((life) => life.epoch < epoch),
      `${id} is started in an epoch that was there before`,
    );
    child.lives.push({ epoch, state: 'starting' });
  },
  stopChild(harness, { id, epoch, withinMs }) {
    const life = harness.liveOf(id);
    law(life.state !== 'stopping', `${id} is told to stop twice`);
    law(epoch > life.epoch, `${id}: a stop order does not raise the epoch`);
    const { shutdown } = harness.recordOf(id).spec;
    law(withinMs <= (shutdown === 'brutal_kill' ? 0 : shutdown), `${id} is given too much time`);
    life.epoch = epoch;
    life.state = 'stopping';
  },
  hurryStop(harness, { id }) {
    law(harness.liveOf(id).state === 'stopping', `${id} is hurried but not stopping`);
  },
  abandonChild(harness, { id, epoch }) {
    const life = harness.liveOf(id);
    law(life.state === 'stopping' && life.epoch === epoch, `${id} is abandoned but not stopping`);
    life.state = 'abandoned';
  },
  retryChild(harness, { id, epoch }) {
    const life = harness.liveOf(id);
    law(life.state === 'up', `${id} is to retry while ${life.state}`);
    life.epoch = epoch;
    harness.child(id).attempt = { epoch, step: 'retry' };
  },
  runStep(harness, { id, epoch, step }) {
    law(
      harness.livesOf(id).every(({ state }) => state === 'up'),
      `${id} runs ${step} beside a life that comes or goes`,
    );
    harness.child(id).attempt = { epoch, step };
  },
  settleParked: nothing,
  tellDependency: nothing,
  addChild(harness, { id, spec }) {
    const lives = harness.children.get(id)?.lives ?? [];
    harness.children.set(id, { ...newChild(spec), lives });
    if (!harness.order.includes(id)) harness.order.push(id);
  },
  removeChild(harness, { id }) {
    law(harness.livesOf(id).length === 0, `${id} is removed alive`);
    law(harness.child(id).timers.size === 0, `${id} is removed with a timer`);
    harness.child(id).hasSettled = true;
    harness.child(id).attempt = undefined;
    harness.order = harness.order.filter((other) => other !== id);
  },
  schedule(harness, { id, kind, at }) {
    law(Number.isFinite(at) && at >= harness.now, `${id}: a timer in the past, or never`);
    harness.child(id).timers.set(kind, at);
  },
  cancel(harness, { id, kind }) {
    law(harness.child(id).timers.delete(kind), `${id}: cancels no ${kind}`);
  },
  report(harness, { event }) {
    harness.events.push(event);
    if (RESTS_AFTER.has(event.type)) harness.child(childOf(event)).mayStayStopped = true;
  },
  answer(harness, { ticket, result }) {
    harness.answers.get(ticket)?.push(result);
  },
  started(harness) {
    harness.startedTimes += 1;
  },
  ended(harness, { ending }) {
    harness.endings.push(ending);
  },
};

/** What the reducer wants, done to the children as they really are. */
export function perform(harness: Harness, effect: Effect): void {
  const act = PERFORM[effect.type] as (harness: Harness, effect: Effect) => void;
  act(harness, effect);
}
