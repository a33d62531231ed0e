import {
  describeEvent,
  healthOf,
  lifecycleChart,
  selfHealing,
  type SupervisionEvent,
  supervisorChart,
} from '@kintsugi/core';
import type {
  Bundle,
  EventView,
  Frame,
  History,
  IncidentView,
  NodeView,
  ServiceView,
} from '../../src/protocol/frame.ts';

/** 2026-03-14, three in the morning, UTC: when somebody looks at this page. */
export const START = Date.UTC(2026, 2, 14, 3, 0, 0);

const CHARTS = { service: lifecycleChart(selfHealing), supervisor: supervisorChart };

/** A service; healthy and running unless the test says otherwise. */
export function serviceNode(path: string, change: Partial<NodeView> = {}): NodeView {
  const { state = 'running' } = change;
  const health = healthOf(state);
  return {
    path,
    kind: 'service',
    state,
    chart: 'service',
    ...(health === undefined ? {} : { health }),
    incarnation: 1,
    restarts: 0,
    upSince: START - 3_600_000,
    waiting: 0,
    ...change,
  };
}

/** A supervisor, one_for_one, 3 restarts in 5 s. */
export function supervisorNode(
  path: string,
  children: number,
  change: Partial<NodeView> = {},
): NodeView {
  const intensity = { used: 0, maxRestarts: 3, withinMs: 5_000 };
  return {
    ...serviceNode(path),
    kind: 'supervisor',
    chart: 'supervisor',
    supervisor: { strategy: 'one_for_one', intensity, children },
    ...change,
  };
}

/** A frame with these nodes. */
export function frameOf(nodes: readonly NodeView[], change: Partial<Frame> = {}): Frame {
  return {
    acts: [],
    recording: true,
    server: 'sample',
    revision: 1,
    at: START,
    charts: CHARTS,
    nodes,
    events: [],
    ...change,
  };
}

/** An event with its words. */
export function told(number: number, event: SupervisionEvent): EventView {
  return { number, event, text: describeEvent(event) };
}

const ERROR = { name: 'Error', message: 'connect ECONNREFUSED 10.0.3.7:5432' };
const PAYMENTS = { path: 'shop/payments', incident: 'payments#3' };

/** The incident of payments, which is being restarted for the second time. */
const PAYMENTS_INCIDENT: IncidentView = {
  id: 'payments#3',
  severity: 'RECOVERABLE',
  openedAt: START - 184_000,
  step: 'restart',
  attempt: 2,
  nextStep: 'fallback',
  error: ERROR.message,
  faults: 4,
};

const MAIL_INCIDENT: IncidentView = {
  id: 'mail#1',
  severity: 'CRITICAL',
  openedAt: START - 2_520_000,
  error: 'certificate has expired',
  faults: 1,
};

const SEARCH_INCIDENT: IncidentView = {
  id: 'search#9',
  severity: 'TRANSIENT',
  openedAt: START - 41_000,
  step: 'fallback',
  error: 'timed out after 2 s',
  faults: 12,
};

/** A shop in which three services are not well. */
const SHOP_NODES: readonly NodeView[] = [
  supervisorNode('', 4, { health: 'unhealthy' }),
  serviceNode('db'),
  supervisorNode('shop', 4, {
    health: 'unhealthy',
    supervisor: {
      strategy: 'rest_for_one',
      intensity: { used: 3, maxRestarts: 3, withinMs: 60_000 },
      children: 4,
    },
  }),
  serviceNode('shop/cart', { restarts: 1, incarnation: 2, upSince: START - 912_000 }),
  serviceNode('shop/payments', {
    state: 'restarting',
    cameFrom: 'retrying',
    restarts: 2,
    incarnation: 4,
    upSince: null,
    waiting: 37,
    dependsOn: ['db'],
    incident: PAYMENTS_INCIDENT,
  }),
  serviceNode('shop/search', {
    state: 'degraded',
    cameFrom: 'retrying',
    incident: SEARCH_INCIDENT,
  }),
  serviceNode('shop/import', { state: 'stopped', upSince: null }),
  supervisorNode('notify', 2, { health: 'unhealthy' }),
  serviceNode('notify/mail', {
    state: 'failed',
    upSince: null,
    waiting: 0,
    incident: MAIL_INCIDENT,
  }),
  serviceNode('notify/push'),
  serviceNode('metrics', { upSince: START - 86_400_000 * 3 }),
];

/** What was told lately. */
const SHOP_EVENTS: readonly EventView[] = [
  told(1, { type: 'incident.opened', at: START - 184_000, ...PAYMENTS, severity: 'TRANSIENT' }),
  told(2, {
    type: 'child.faulted',
    at: START - 184_000,
    ...PAYMENTS,
    severity: 'TRANSIENT',
    fault: { id: 'f1', origin: 'operation', severity: 'TRANSIENT', rule: 'network', error: ERROR },
  }),
  told(3, {
    type: 'child.retrying',
    at: START - 183_900,
    ...PAYMENTS,
    attempt: 1,
    severity: 'TRANSIENT',
    delayMs: 1_000,
  }),
  told(4, {
    type: 'child.restarting',
    at: START - 170_000,
    ...PAYMENTS,
    attempt: 1,
    severity: 'RECOVERABLE',
    delayMs: 3_000,
  }),
  told(5, {
    type: 'health.changed',
    at: START - 170_000,
    path: 'shop/payments',
    health: 'unhealthy',
    was: 'degraded',
  }),
  told(6, {
    type: 'incident.closed',
    at: START - 120_000,
    path: 'shop/cart',
    incident: 'cart#7',
    outcome: 'recovered',
    severity: 'RECOVERABLE',
    repairMs: 4_200,
    faults: 2,
    restarts: 1,
  }),
  told(7, { type: 'child.started', at: START - 20_000, path: 'notify/push', incarnation: 1 }),
];

export const SHOP = frameOf(SHOP_NODES, { events: SHOP_EVENTS });

/** The worker of payments: a machine with a parallel state. */
export const PAYMENTS_VIEW: ServiceView = {
  path: 'shop/payments',
  worker: {
    active: ['payments', 'payments.open', 'payments.open.ledger', 'payments.open.ledger.writing'],
    chart: {
      id: 'payments',
      key: 'payments',
      type: 'compound',
      initial: 'idle',
      transitions: [{ event: 'RESET', targets: ['payments.idle'] }],
      states: [
        {
          id: 'payments.idle',
          key: 'idle',
          type: 'atomic',
          invokes: ['ping'],
          transitions: [{ event: 'CHARGE', targets: ['payments.open'] }],
          states: [],
        },
        {
          id: 'payments.open',
          key: 'open',
          type: 'parallel',
          transitions: [{ event: 'after 30 s', targets: ['payments.idle'] }],
          states: [
            {
              id: 'payments.open.ledger',
              key: 'ledger',
              type: 'compound',
              initial: 'writing',
              transitions: [],
              states: [
                {
                  id: 'payments.open.ledger.writing',
                  key: 'writing',
                  type: 'atomic',
                  transitions: [{ event: 'WRITTEN', targets: ['payments.open.ledger.done'] }],
                  states: [],
                },
                {
                  id: 'payments.open.ledger.done',
                  key: 'done',
                  type: 'final',
                  transitions: [],
                  states: [],
                },
              ],
            },
          ],
        },
      ],
    },
  },
  context: { account: '[redacted]', open: 12, currency: 'EUR', retries: { left: 2, of: 5 } },
  chains: {
    TRANSIENT: ['retry', 'restart', 'fallback', 'fail'],
    RECOVERABLE: ['restart', 'fallback', 'fail'],
    CRITICAL: ['fail'],
  },
  at: { severity: 'RECOVERABLE', step: 'restart', next: 'fallback' },
  mailbox: [
    { kind: 'charge', amount: 5 },
    { kind: 'refund', amount: 2 },
  ],
  waiting: 37,
  dependencies: [{ path: 'db', state: 'running' }],
  incidents: [
    {
      id: 'payments#2',
      severity: 'TRANSIENT',
      openedAt: START - 7_200_000,
      closedAt: START - 7_190_000,
      outcome: 'recovered',
      repairMs: 9_400,
      steps: ['retry 1', 'retry 2', 'restart 1'],
      faults: 3,
      error: 'Error: connect ECONNREFUSED 10.0.3.7:5432',
    },
  ],
  events: [],
};

/** Four instants of the shop's past: payments fails, is retried, is restarted, and runs again. */
export const SHOP_HISTORY: History = {
  first: frameOf(
    SHOP_NODES.map((node) => (node.path === 'shop/payments' ? serviceNode(node.path) : node)),
    { at: START - 200_000 },
  ),
  deltas: [
    { at: START - 184_000, state: 'retrying', events: SHOP_EVENTS.slice(0, 3) },
    { at: START - 170_000, state: 'restarting', events: SHOP_EVENTS.slice(3, 5) },
    { at: START - 120_000, state: 'restarting', events: SHOP_EVENTS.slice(5, 6) },
    { at: START - 20_000, state: 'running', events: SHOP_EVENTS.slice(6) },
  ].map(({ at, state, events }, index) => ({
    revision: index + 2,
    at,
    charts: {},
    nodes: [
      serviceNode('shop/payments', {
        state,
        ...(state === 'running' ? {} : { incident: PAYMENTS_INCIDENT }),
      }),
    ],
    gone: [],
    events,
  })),
};

/** The same past as a file. */
export const SHOP_BUNDLE: Bundle = {
  format: 'kintsugi-bundle',
  version: 1,
  savedAt: '2026-03-14T03:00:00.000Z',
  history: SHOP_HISTORY,
  services: [PAYMENTS_VIEW],
  recording: '',
};
