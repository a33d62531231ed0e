import type { FaultOrigin, Severity } from '@kintsugi/core';

/** What a worker says to its supervisor. */
export type Said =
  | { readonly type: 'started' }
  | { readonly type: 'startFailed'; readonly severity: Severity; readonly pending: boolean }
  | { readonly type: 'fault'; readonly severity: Severity; readonly origin: FaultOrigin }
  | { readonly type: 'exited'; readonly exit: 'normal' | 'shutdown' }
  | {
      readonly type: 'attemptSettled';
      readonly step: string;
      /** Of its fault; undefined when it has succeeded. */
      readonly severity: Severity | undefined;
    }
  | { readonly type: 'stopped' }
  | { readonly type: 'stopOverdue' }
  | { readonly type: 'abandonedSettled' };

/** A report on its way: what was said, by whom, and whether it carries the child's current epoch. */
export interface Report {
  readonly child: number;
  readonly said: Said;
  readonly isCurrent: boolean;
}

/** When its epoch is over: what it said in detail makes no difference any more, because nobody reads it. */
export function stale(report: Report): Report {
  const { said } = report;
  // An abandoned life speaks for itself alone: no other epoch makes that untrue.
  if (said.type === 'abandonedSettled') return { ...report, isCurrent: true };
  return { ...report, said: LEAST[said.type](said), isCurrent: false };
}

const LEAST: Readonly<Record<Exclude<Said['type'], 'abandonedSettled'>, (said: Said) => Said>> = {
  started: (said) => said,
  stopped: (said) => said,
  stopOverdue: (said) => said,
  startFailed: () => ({ type: 'startFailed', severity: 'TRANSIENT', pending: false }),
  fault: () => ({ type: 'fault', severity: 'TRANSIENT', origin: 'operation' }),
  exited: () => ({ type: 'exited', exit: 'normal' }),
  attemptSettled: () => ({ type: 'attemptSettled', step: 'retry', severity: undefined }),
};

/** What one turn of the supervisor has for one child: its orders, in order, as one message. */
export interface Orders {
  readonly orders: readonly Order[];
  /** Whether the epoch that the last of them sets is still the child's; absent where none sets one. */
  readonly isCurrent: boolean | undefined;
}

/** One of the effects that a child is told of. */
export type Order =
  | { readonly type: 'tell'; readonly event: string }
  | { readonly type: 'start' }
  | { readonly type: 'stop'; readonly isBrutal: boolean }
  | { readonly type: 'hurry' }
  | { readonly type: 'abandon' }
  | { readonly type: 'retry' }
  | { readonly type: 'step'; readonly step: string }
  | { readonly type: 'settle' }
  | { readonly type: 'add' }
  | { readonly type: 'remove' }
  | { readonly type: 'dependency' };

/** In a counterexample: `report.fault of b (operation, CRITICAL), stale`. */
export function reportInWords({ said, isCurrent }: Report, id: string): string {
  const { type, ...detail } = said;
  const words = Object.values(detail).filter((value) => value !== undefined && value !== false);
  const named = words.map((value) => (value === true ? 'pending' : String(value)));
  const outcome = type === 'attemptSettled' && said.severity === undefined ? ['ok'] : [];
  const details = [...named, ...outcome];
  const inBrackets = details.length === 0 ? '' : ` (${details.join(', ')})`;
  return `${id} ${type}${inBrackets}${isCurrent ? '' : ', stale'}`;
}

/** In a counterexample: `service.restart, stop`. */
export function ordersInWords({ orders }: Orders): string {
  return orders.map(orderInWords).join(', ');
}

function orderInWords(order: Order): string {
  switch (order.type) {
    case 'tell':
      return order.event;
    case 'stop':
      return order.isBrutal ? 'brutal stop' : 'stop';
    case 'step':
      return `run ${order.step}`;
    case 'settle':
      return 'settle requests';
    case 'dependency':
      return 'dependency changed';
    case 'start':
    case 'hurry':
    case 'abandon':
    case 'retry':
    case 'add':
    case 'remove':
      return order.type;
  }
}
