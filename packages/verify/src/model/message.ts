import type { FaultOrigin, Severity } from '@kintsugi/core';

/** What a worker says to its supervisor; see `report.*` of `SupervisorInput`. */
export type Said =
  | { readonly type: 'started' }
  | { readonly type: 'startFailed'; readonly severity: Severity; readonly pending: boolean }
  | {
      readonly type: 'fault';
      readonly severity: Severity;
      readonly origin: FaultOrigin;
      /** Most operations have succeeded: so few failures make no pattern. */
      readonly isRare: boolean;
    }
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

/** The report when its epoch is over: its details make no difference any more, because nobody reads them. */
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
  fault: () => ({ type: 'fault', severity: 'TRANSIENT', origin: 'operation', isRare: false }),
  exited: () => ({ type: 'exited', exit: 'normal' }),
  attemptSettled: () => ({ type: 'attemptSettled', step: 'retry', severity: undefined }),
};

/** What one turn of the supervisor has for one child: its orders, in order, as one message. */
export interface Orders {
  readonly orders: readonly Order[];
  /** Whether the epoch that the last of them sets is still the child's; absent where none sets one. */
  readonly isCurrent: boolean | undefined;
}

/** What an effect of the supervisor's turn has one child do. */
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

/** The same by type. */
export type OrdersByType = {
  readonly [Type in Order['type']]: Extract<Order, { readonly type: Type }>;
};

/** In a counterexample: `b fault (CRITICAL, operation), stale`. */
export function reportInWords({ said, isCurrent }: Report, id: string): string {
  const { type, ...detail } = said;
  const words = Object.values(detail).filter((value) => value !== undefined && value !== false);
  const isTrue = said.type === 'fault' ? 'rare' : 'pending';
  const named = words.map((value) => (value === true ? isTrue : String(value)));
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
  if (order.type === 'tell') return order.event;
  if (order.type === 'stop') return order.isBrutal ? 'brutal stop' : 'stop';
  if (order.type === 'step') return `run ${order.step}`;
  return WORDS[order.type];
}

const WORDS: Readonly<Record<Exclude<Order['type'], 'tell' | 'stop' | 'step'>, string>> = {
  start: 'start',
  hurry: 'hurry',
  abandon: 'abandon',
  retry: 'retry',
  settle: 'settle requests',
  add: 'add',
  remove: 'remove',
  dependency: 'dependency changed',
};
