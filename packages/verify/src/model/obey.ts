import type { LifecycleChart } from '@kintsugi/core';
import type { Orders, OrdersByType, Said } from './message.ts';
import { unstarted, type WorkerState, type WorkerStep } from './worker.ts';

/** What was ordered and could not be done: a directive lost, or a second life. */
export class Ignored extends Error {
  readonly property: 'no directive is ignored' | 'one life at a time';

  constructor(property: Ignored['property'], text: string) {
    super(text);
    this.property = property;
  }
}

/**
 * Carries out what its supervisor has for it.
 *
 * @throws Ignored when something of it cannot be done
 */
export function obey(
  state: WorkerState,
  { orders, isCurrent }: Orders,
  chart: LifecycleChart,
): WorkerStep {
  let to: WorkerState = { ...state, life: state.life === 'paused' ? 'up' : state.life };
  const says: Said[] = [];
  for (const order of orders) to = obeyOne(to, order.type, order, chart, says);
  return { to: { ...to, isCurrent: isCurrent ?? to.isCurrent }, says };
}

function obeyOne<Type extends keyof OrdersByType>(
  state: WorkerState,
  type: Type,
  order: OrdersByType[Type],
  chart: LifecycleChart,
  says: Said[],
): WorkerState {
  return OBEYED[type](state, order, chart, says);
}

const OBEYED: {
  readonly [Type in keyof OrdersByType]: (
    state: WorkerState,
    order: OrdersByType[Type],
    chart: LifecycleChart,
    says: Said[],
  ) => WorkerState;
} = {
  tell: (state, { event }, chart) => told(state, event, chart),
  start,
  stop: (state, { isBrutal }, _, says) => stop(state, isBrutal, says),
  abandon: (state, _, __, says) => abandon(state, says),
  retry,
  step: (state, { step }) => ({ ...state, attempt: step }),
  add: ({ abandoned }, _, chart) => ({ ...unstarted(chart), abandoned }),
  remove: (state) => ({ ...state, chart: 'stopped', attempt: undefined }),
  hurry: unmoved,
  settle: unmoved,
  dependency: unmoved,
};

/** Its chart moves; whatever it attempts ends with the state that it was attempted in. */
function told(state: WorkerState, event: string, chart: LifecycleChart): WorkerState {
  const target = chart.states[state.chart]?.on[event]?.target;
  if (target === undefined)
    throw new Ignored('no directive is ignored', `"${event}" is nothing to it in "${state.chart}"`);
  return { ...state, chart: target, attempt: undefined };
}

function start(state: WorkerState): WorkerState {
  if (state.life !== 'none')
    throw new Ignored('one life at a time', `it is started while it is ${state.life}`);
  return { ...state, life: 'starting' };
}

function stop(state: WorkerState, isBrutal: boolean, says: Said[]): WorkerState {
  if (state.life !== 'none' && !isBrutal) return { ...state, life: 'stopping', isOverdue: false };
  says.push({ type: 'stopped' });
  return { ...state, life: 'none', isOverdue: false };
}

function abandon(state: WorkerState, says: Said[]): WorkerState {
  if (state.life === 'stopping')
    return { ...state, life: 'none', isOverdue: false, abandoned: state.abandoned + 1 };
  // It had ended before the news reached it: whoever counts its lives is told.
  says.push({ type: 'abandonedSettled' });
  return state;
}

function retry(state: WorkerState): WorkerState {
  if (state.life === 'none' || state.life === 'stopping')
    throw new Ignored('no directive is ignored', `it is to retry while its life is ${state.life}`);
  return { ...state, life: 'up', attempt: 'retry' };
}

function unmoved(state: WorkerState): WorkerState {
  return state;
}
