import {
  type AnySupervisorLogic,
  child,
  fromSupervisor,
  otp,
  type Policy,
  policy,
  selfHealing,
  service,
} from '@kintsugi/actors';
import type { FindingRule } from '@kintsugi/verify';

const feed = service({ handle: (topic: string) => `news of ${topic}` });

const feeds = fromSupervisor({
  policy: otp,
  intensity: { maxRestarts: 3, withinMs: 5_000 },
  children: [child('one', feed), child('two', feed)],
});

/** For each finding a tree, or a policy, that has it: as docs/analysis.md shows them. */
export const examples: Readonly<Record<FindingRule, AnySupervisorLogic | Policy>> = {
  'budget-never-spent': fromSupervisor({
    children: [child('feed', feed, { intensity: { maxRestarts: 2, withinMs: 3_600_000 } })],
  }),
  'crash-loop-never-trips': fromSupervisor({
    policy: otp,
    intensity: { maxRestarts: 5, withinMs: 10_000 },
    children: [child('feed', feed)],
  }),
  'first-crash-is-final': fromSupervisor({
    policy: otp,
    intensity: { maxRestarts: 0, withinMs: 1_000 },
    children: [child('feed', feed)],
  }),
  'intensity-never-exceeded': fromSupervisor({
    intensity: { maxRestarts: 20, withinMs: 60_000 },
    children: [child('feed', feed)],
  }),
  'limits-multiply': fromSupervisor({
    policy: otp,
    intensity: { maxRestarts: 3, withinMs: 5_000 },
    children: [child('feeds', feeds)],
  }),
  'long-window-never-reached': fromSupervisor({
    intensity: { maxRestarts: 5, withinMs: 3_600_000 },
    children: [child('feed', feed)],
  }),
  'pattern-never-reached': policy({
    TRANSIENT: ['restart', 'fail'],
    RECOVERABLE: ['restart', 'fail'],
    CRITICAL: ['fail'],
    restart: { maxAttempts: 1, backoff: { kind: 'constant', delayMs: 20_000 } },
  }),
  'restarts-together': fromSupervisor({
    children: [
      child('db', feed),
      child('one', feed, { dependsOn: ['db'], whenDependencyDown: 'pause' }),
      child('two', feed, { dependsOn: ['db'], whenDependencyDown: 'pause' }),
    ],
  }),
  'start-never-ends': fromSupervisor({
    policy: policy({ restart: { maxAttempts: Infinity } }),
    children: [child('feed', feed), child('web', feed)],
  }),
  'step-never-reached': policy({ TRANSIENT: ['retry', 'fallback', 'restart', 'fail'] }),
  'stop-cut-short': fromSupervisor({ children: [child('feeds', feeds, { shutdown: 1_000 })] }),
  'stop-never-ends': fromSupervisor({ children: [child('feed', feed, { shutdown: Infinity })] }),
  'waits-for-a-person': selfHealing,
};
