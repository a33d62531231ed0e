import type { Effect, SupervisorState } from '@kintsugi/core';
import type { Order, Orders } from './message.ts';

/** What the effects of one turn have for this child, as one message; undefined when nothing. */
export function ordersFor(
  id: string,
  effects: readonly Effect[],
  after: SupervisorState,
): Orders | undefined {
  const orders: Order[] = [];
  let epoch: number | undefined;
  for (const effect of effects) {
    if (!('id' in effect) || effect.id !== id) continue;
    const order = orderOf(effect);
    if (order === undefined) continue;
    orders.push(order);
    if ('epoch' in effect && effect.type !== 'abandonChild') ({ epoch } = effect);
  }
  if (orders.length === 0) return undefined;
  const current = after.children.get(id)?.epoch;
  return { orders, isCurrent: epoch === undefined ? undefined : epoch === current };
}

function orderOf(effect: Extract<Effect, { readonly id: string }>): Order | undefined {
  switch (effect.type) {
    case 'tell':
      return { type: 'tell', event: effect.event };
    case 'startChild':
      return { type: 'start' };
    case 'stopChild':
      return { type: 'stop', isBrutal: effect.mode === 'brutal_kill' };
    case 'hurryStop':
      return { type: 'hurry' };
    case 'abandonChild':
      return { type: 'abandon' };
    case 'retryChild':
      return { type: 'retry' };
    case 'runStep':
      return { type: 'step', step: effect.step };
    case 'settleParked':
      return { type: 'settle' };
    case 'addChild':
      return { type: 'add' };
    case 'removeChild':
      return { type: 'remove' };
    case 'tellDependency':
      return { type: 'dependency' };
    // The supervisor's own agenda.
    case 'schedule':
    case 'cancel':
      return undefined;
  }
}
