import type { Effect, SupervisorState } from '@kintsugi/core';
import type { Order, Orders } from './message.ts';

/** What the effects of one turn have for this child, as one message; undefined when nothing. */
export function ordersFor(
  id: string,
  effects: readonly Effect[],
  after: SupervisorState,
): Orders | undefined {
  const own = effects.filter((effect): effect is ChildEffect => 'id' in effect && effect.id === id);
  const orders = own.flatMap((effect) => orderOf(effect.type, effect) ?? []);
  if (orders.length === 0) return undefined;
  const last = own.findLast(setsEpoch);
  return { orders, isCurrent: last && last.epoch === after.children.get(id)?.epoch };
}

type ChildEffect = Extract<Effect, { readonly id: string }>;
type ChildEffects = {
  readonly [Type in ChildEffect['type']]: Extract<ChildEffect, { readonly type: Type }>;
};

function orderOf<Type extends keyof ChildEffects>(
  type: Type,
  effect: ChildEffects[Type],
): Order | undefined {
  return ORDER_OF[type](effect);
}

const ORDER_OF: {
  readonly [Type in keyof ChildEffects]: (effect: ChildEffects[Type]) => Order | undefined;
} = {
  tell: ({ event }) => ({ type: 'tell', event }),
  startChild: () => ({ type: 'start' }),
  stopChild: ({ mode }) => ({ type: 'stop', isBrutal: mode === 'brutal_kill' }),
  hurryStop: () => ({ type: 'hurry' }),
  abandonChild: () => ({ type: 'abandon' }),
  retryChild: () => ({ type: 'retry' }),
  runStep: ({ step }) => ({ type: 'step', step }),
  settleParked: () => ({ type: 'settle' }),
  addChild: () => ({ type: 'add' }),
  removeChild: () => ({ type: 'remove' }),
  tellDependency: () => ({ type: 'dependency' }),
  // The supervisor's own agenda.
  schedule: () => undefined,
  cancel: () => undefined,
};

/** An abandoned life keeps the epoch that it had; the child's own is set by whatever else names one. */
function setsEpoch(effect: ChildEffect): effect is ChildEffect & { readonly epoch: number } {
  return 'epoch' in effect && effect.type !== 'abandonChild';
}
