import {
  child,
  fromDynamicSupervisor,
  fromSupervisor,
  otp,
  policy,
  service,
} from '@kintsugi/actors';
import { STRATEGIES } from '@kintsugi/core';
import type { verify, VerifyOptions } from '../../../src/index.ts';

/** A supervisor and how much of its life is explored. */
export interface ProvenScope {
  readonly name: string;
  /** Whose chart it is. */
  readonly chart: 'otp' | 'self-healing' | 'with a step of its own' | 'parking' | 'fallback first';
  /** Whose policy it is, where it is explored as it ships. */
  readonly preset?: 'otp' | 'selfHealing';
  readonly subject: Parameters<typeof verify>[0];
  readonly options: VerifyOptions;
}

const worker = service({ handle: (text: string) => text });
const preparing = service({ handle: (text: string) => text, degrade: () => undefined });

/** Each step has one attempt, and two failures raise the severity: every step is reached with few faults. */
const short = policy({
  retry: { maxAttempts: 1 },
  restart: { maxAttempts: 1 },
  recovery: { baseMs: 1_000, maxMs: 2_000 },
  pattern: { failures: 2 },
  longWindow: { restarts: Infinity },
});

const drain = { step: 'drain', run: () => undefined } as const;
const custom = policy({
  TRANSIENT: ['retry', drain, 'fail'],
  RECOVERABLE: [drain, 'restart', 'escalate'],
  CRITICAL: ['escalate'],
  retry: { maxAttempts: 1 },
  restart: { maxAttempts: 1 },
  pattern: { failures: 2 },
  longWindow: { restarts: 2 },
});

/** Who cannot be helped is parked at once. */
const parking = policy({
  TRANSIENT: ['retry', 'fail'],
  RECOVERABLE: ['restart', 'fail'],
  CRITICAL: ['fail'],
  retry: { maxAttempts: 1 },
  restart: { maxAttempts: 1 },
});

function pair(strategy: (typeof STRATEGIES)[number]) {
  return fromSupervisor({
    strategy,
    policy: short,
    children: [child('a', preparing), child('b', worker)],
  });
}

const pairs = STRATEGIES.map((strategy) => ({ strategy, tree: pair(strategy) }));

const otpPairs = STRATEGIES.map((strategy) => ({
  strategy,
  tree: fromSupervisor({
    strategy,
    policy: otp,
    children: [child('a', worker), child('b', worker)],
  }),
}));

/** What CI explores. */
export const SCOPES: readonly ProvenScope[] = [
  ...otpPairs.map(({ strategy, tree }) => ({
    name: `otp, ${strategy} of two, three faults`,
    chart: 'otp' as const,
    preset: 'otp' as const,
    subject: tree,
    options: { maxFaults: 3 },
  })),
  {
    name: 'otp, a transient child, three faults and an order',
    chart: 'otp',
    preset: 'otp',
    subject: fromSupervisor({
      policy: otp,
      strategy: 'one_for_all',
      children: [child('a', worker, { restart: 'transient' })],
    }),
    options: { services: 1, maxFaults: 3, maxOrders: 1 },
  },
  ...pairs.map(({ strategy, tree }) => ({
    name: `${strategy} of two, three faults`,
    chart: 'self-healing' as const,
    subject: tree,
    options: { maxFaults: 3, mailbox: 1 },
  })),
  ...pairs.map(({ strategy, tree }) => ({
    name: `${strategy} of two, two faults that may be told together`,
    chart: 'self-healing' as const,
    subject: tree,
    options: { maxFaults: 2 },
  })),
  ...pairs.map(({ strategy, tree }) => ({
    name: `${strategy} of two, a fault and two orders`,
    chart: 'self-healing' as const,
    subject: tree,
    options: { maxFaults: 1, maxOrders: 2 },
  })),
  {
    name: 'a policy with a step of its own, one child, six faults and an order',
    chart: 'with a step of its own',
    subject: fromSupervisor({
      policy: custom,
      strategy: 'one_for_all',
      children: [child('a', worker, { restart: 'transient' })],
    }),
    options: { services: 1, maxFaults: 6, maxOrders: 1 },
  },
  // Deep enough that the budgets of the preset are spent.
  {
    name: 'self-healing as it ships, one child, four faults',
    chart: 'self-healing',
    preset: 'selfHealing',
    subject: fromSupervisor({ children: [child('a', preparing)] }),
    options: { services: 1, maxFaults: 4 },
  },
  {
    name: 'self-healing as it ships, one child that may not be restarted, two faults and an order',
    chart: 'self-healing',
    preset: 'selfHealing',
    subject: fromSupervisor({
      children: [child('a', worker, { intensity: { maxRestarts: 0, withinMs: 5_000 } })],
    }),
    options: { services: 1, maxFaults: 2, maxHangs: 0, maxOrders: 1 },
  },
  ...STRATEGIES.map((strategy) => ({
    name: `self-healing as it ships, ${strategy} of two, two faults`,
    chart: 'self-healing' as const,
    preset: 'selfHealing' as const,
    subject: fromSupervisor({ strategy, children: [child('a', preparing), child('b', worker)] }),
    options: { maxFaults: 2, maxHangs: 0 },
  })),
  {
    name: 'a long window that is soon full, two children, two faults',
    chart: 'self-healing',
    subject: fromSupervisor({
      policy: policy({
        retry: { maxAttempts: 1 },
        restart: { maxAttempts: 2 },
        pattern: { failures: 3 },
        longWindow: { restarts: 1 },
      }),
      strategy: 'one_for_all',
      children: [child('a', worker), child('b', worker)],
    }),
    options: { maxFaults: 2, maxHangs: 0, mailbox: 1 },
  },
  {
    name: 'one that is parked and brought back, two faults and an order',
    chart: 'self-healing',
    subject: fromSupervisor({ policy: short, children: [child('a', preparing)] }),
    options: { services: 1, maxFaults: 2, maxOrders: 1 },
  },
  {
    name: 'a child that pauses with its dependency',
    chart: 'self-healing',
    subject: fromSupervisor({
      policy: short,
      children: [
        child('a', worker),
        child('b', worker, { dependsOn: ['a'], whenDependencyDown: 'pause' }),
      ],
    }),
    options: { maxFaults: 2, maxOrders: 1 },
  },
  {
    name: 'transient and temporary children, and automatic shutdown',
    chart: 'self-healing',
    subject: fromSupervisor({
      policy: short,
      autoShutdown: 'any_significant',
      children: [
        child('a', worker, { restart: 'transient', significant: true }),
        child('b', worker, { restart: 'temporary' }),
      ],
    }),
    options: { maxFaults: 3 },
  },
  {
    name: 'automatic shutdown with the last, and an intensity of one child alone',
    chart: 'self-healing',
    subject: fromSupervisor({
      policy: short,
      autoShutdown: 'all_significant',
      children: [
        child('a', worker, {
          restart: 'transient',
          significant: true,
          intensity: { maxRestarts: 1, withinMs: 5_000 },
        }),
        child('b', worker, { restart: 'transient', significant: true }),
      ],
    }),
    options: { maxFaults: 2, maxHangs: 0, mailbox: 1 },
  },
  ...(['any_significant', 'all_significant'] as const).map((autoShutdown) => ({
    name: `automatic shutdown (${autoShutdown}) by one that is parked`,
    chart: 'parking' as const,
    subject: fromSupervisor({
      policy: parking,
      autoShutdown,
      children: [
        child('a', worker, { restart: 'transient', significant: true, shutdown: 'brutal_kill' }),
        child('b', worker),
      ],
    }),
    options: { maxFaults: 2, maxHangs: 0, mailbox: 1 },
  })),
  {
    name: 'automatic shutdown by the only child, which is parked',
    chart: 'parking',
    subject: fromSupervisor({
      policy: parking,
      autoShutdown: 'any_significant',
      children: [child('a', worker, { restart: 'transient', significant: true })],
    }),
    options: { services: 1, maxFaults: 2, maxOrders: 1 },
  },
  {
    name: 'automatic shutdown by the first to start, which is temporary',
    chart: 'parking',
    subject: fromSupervisor({
      policy: parking,
      autoShutdown: 'any_significant',
      children: [
        child('a', worker, { restart: 'temporary', significant: true }),
        child('b', worker),
      ],
    }),
    options: { maxFaults: 2, maxHangs: 0, mailbox: 1 },
  },
  {
    name: 'a fallback that cannot be entered, and a step behind it',
    chart: 'fallback first',
    subject: fromSupervisor({
      policy: policy({
        TRANSIENT: ['fallback', 'fail'],
        RECOVERABLE: ['fallback', drain, 'fail'],
        CRITICAL: [drain, 'fail'],
      }),
      children: [child('a', preparing)],
    }),
    options: { services: 1, maxFaults: 3, maxOrders: 1 },
  },
  {
    name: 'a nested supervisor, and one that has an intensity',
    chart: 'self-healing',
    subject: fromSupervisor({
      policy: short,
      intensity: { maxRestarts: 1, withinMs: 5_000 },
      children: [
        child('below', fromSupervisor({ policy: short, children: [child('a', worker)] })),
        child('b', worker),
      ],
    }),
    options: { maxFaults: 3 },
  },
  {
    name: 'instances of a template',
    chart: 'self-healing',
    subject: fromDynamicSupervisor({ policy: short, child: worker, restart: 'transient' }),
    options: { maxFaults: 2 },
  },
];

/** Two children, whatever goes wrong, as often as it likes. */
export const WITHOUT_LIMIT: readonly ProvenScope[] = [
  {
    name: 'otp, two children, any number of faults',
    chart: 'otp',
    subject: otp,
    options: { maxFaults: Infinity, maxHangs: 0, mailbox: 1 },
  },
];

function three(strategy: (typeof STRATEGIES)[number]) {
  return fromSupervisor({
    strategy,
    policy: short,
    children: [child('a', worker), child('b', worker), child('c', worker)],
  });
}

/** Three children, three faults. */
export function threeByThree(strategy: (typeof STRATEGIES)[number]): ProvenScope {
  return {
    name: `${strategy} of three, three faults`,
    chart: 'self-healing',
    subject: three(strategy),
    options: { services: 3, maxFaults: 3, maxHangs: 0, mailbox: 1 },
  };
}

/** What a night has time for. */
export const NIGHTLY: readonly ProvenScope[] = [
  {
    name: 'otp, two children, any number of faults, one of which hangs',
    chart: 'otp',
    subject: otp,
    options: { maxFaults: Infinity, maxStates: 10_000_000 },
  },
  ...STRATEGIES.map((strategy) => ({
    name: `${strategy} of three, three faults, one of which hangs`,
    chart: 'self-healing' as const,
    subject: three(strategy),
    options: { services: 3, maxFaults: 3, mailbox: 1, maxStates: 10_000_000 },
  })),
  {
    name: 'one_for_one of two, any number of faults',
    chart: 'self-healing',
    subject: pair('one_for_one'),
    options: { maxFaults: Infinity, maxHangs: 0, mailbox: 1, maxStates: 60_000_000 },
  },
];
