import { describe, expect, it } from 'vitest';
import { escalationPolicy, type SupervisionEvent } from '../../src/index.ts';
import { runningTree, Tree } from './tables-driver.ts';

const operation = { severity: 'TRANSIENT', origin: 'operation' } as const;

describe('the default chain', () => {
  it('rule 9: a transient fault is retried, and the child runs on when the retry succeeds', () => {
    const tree = runningTree({ db: {} });
    expect(tree.fault('db', operation)).toEqual(['retry db']);
    expect(tree.at('db')).toBe('retrying up attempting');
    tree.settled('db');
    expect(tree.at('db')).toBe('running up');
    expect(tree.timers).toEqual([]);
  });

  it('rule 9: a recoverable fault is answered by a restart: stop, then a new incarnation', () => {
    const tree = runningTree({ db: {} });
    expect(tree.fault('db')).toEqual(['stop db restart 5000']);
    expect(tree.at('db')).toBe('restarting stopping stopping');
    expect(tree.stopped('db')).toEqual(['start db']);
    expect(tree.at('db')).toBe('restarting starting starting');
    tree.up('db');
    expect(tree.at('db')).toBe('running up');
    expect(tree.child('db').incarnation).toBe(2);
  });

  it('rule 9: a critical fault is answered by the fallback at once', () => {
    const tree = runningTree({ db: {} });
    expect(tree.fault('db', { severity: 'CRITICAL' })).toEqual(['stop db restart 5000']);
    expect(tree.at('db')).toBe('degraded stopping stopping');
    expect(tree.told('child.retrying')).toEqual([]);
    expect(tree.told('child.restarting')).toEqual([]);
  });

  it('rules 16 and 18: all fails, and the timeline is retries at 0, 1, 2, 4 s, restarts after 0, 1, 2 s, fallback', () => {
    const tree = runningTree({ db: {} });
    tree.habits = {
      attempt: operation,
      stop: 'stopped',
      start: { severity: 'TRANSIENT' },
    };
    tree.fault('db', operation);
    tree.pass(20_000);
    expect(tree.log.slice(2)).toEqual([
      '0 retry db',
      '1000 retry db',
      '3000 retry db',
      '7000 retry db',
      '7000 stop db restart 5000',
      '7000 start db',
      '8000 start db',
      '10000 start db',
    ]);
    expect(tree.at('db')).toBe('degraded none');
    expect(tree.told('child.degraded')).toMatchObject([{ at: 10_000, nextAt: 40_000 }]);
    expect(tree.told('incident.closed')).toMatchObject([{ outcome: 'degraded', restarts: 3 }]);
  });

  it('rule 18: the delay of a retry runs from the end of the round that failed', () => {
    const tree = runningTree({ db: {} });
    tree.fault('db', operation);
    tree.pass(700);
    tree.settled('db', operation);
    expect(tree.timers).toEqual(['db retry 1700']);
    expect(tree.at('db')).toBe('retrying up waiting');
  });

  it('rule 9: a successful retry gives the retries back, not the restarts', () => {
    const tree = runningTree({ db: {} });
    tree.fault('db');
    tree.stopped('db');
    tree.up('db');
    tree.fault('db', operation);
    tree.settled('db');
    expect(tree.child('db').incident?.attempts).toEqual({ restart: 1, retry: 0 });
    tree.fault('db', operation);
    expect(tree.told('child.retrying').map(({ attempt }) => attempt)).toEqual([1, 1]);
  });

  it('rule 9: leaving a failed step spends it for the incident', () => {
    const tree = runningTree({ db: {} });
    tree.fault('db', operation);
    tree.settled('db', { severity: 'RECOVERABLE' });
    tree.stopped('db');
    tree.up('db');
    tree.fault('db', operation);
    expect(tree.told('step.skipped')).toMatchObject([
      { step: 'retry', reason: 'spent in this incident' },
    ]);
    expect(tree.at('db')).toBe('restarting stopping stopping');
  });

  it('rule 8: while a step is in progress the severity is the worse of the two', () => {
    const tree = runningTree({ db: {} });
    tree.fault('db');
    tree.stopped('db');
    tree.startFailed('db', { severity: 'TRANSIENT' });
    expect(tree.told('child.faulted').map(({ severity }) => severity)).toEqual([
      'RECOVERABLE',
      'RECOVERABLE',
    ]);
    tree.pass(1_000);
    tree.startFailed('db', { severity: 'CRITICAL' });
    expect(tree.at('db')).toBe('degraded none');
  });

  it('rule 8: a fault while a step is in progress is not counted as a failure', () => {
    const tree = runningTree({ db: {} });
    tree.habits = { attempt: operation, stop: 'stopped', start: { severity: 'TRANSIENT' } };
    tree.fault('db', operation);
    tree.pass(60_000);
    expect(tree.child('db').window?.instants).toEqual([0]);
  });

  it.each(['start', 'worker', 'exit', 'step', 'supervisor'] as const)(
    'rule 10: a transient fault of origin %s is not retried but restarted, and the skip is reported',
    (origin) => {
      const tree = runningTree({ db: {} });
      tree.fault('db', { severity: 'TRANSIENT', origin });
      expect(tree.at('db')).toBe('restarting stopping stopping');
      expect(tree.told('step.skipped')).toMatchObject([
        { path: 'db', step: 'retry', reason: 'not for this kind of fault' },
      ]);
    },
  );

  it('rule 10: a supervisor as a child is neither retried nor replaced by a fallback', () => {
    const tree = runningTree({ sub: { kind: 'supervisor', shutdown: Infinity } });
    tree.habits = { stop: 'stopped', start: { severity: 'TRANSIENT', origin: 'supervisor' } };
    tree.fault('sub', { severity: 'TRANSIENT', origin: 'supervisor' });
    tree.pass(10_000);
    expect(tree.at('sub')).toBe('failed none');
    const skipped = tree.told('step.skipped').map(({ step, reason }) => `${step}: ${reason}`);
    expect(skipped).toContain('retry: not for a supervisor');
    expect(skipped).toContain('fallback: not for a supervisor');
  });

  it('rule 23: retrying a transition raises the epoch, so that the dead logic is not heard', () => {
    const tree = runningTree({ cart: {} });
    const before = tree.epochs.get('cart') ?? 0;
    tree.fault('cart', { severity: 'TRANSIENT', origin: 'transition' });
    expect(tree.epochs.get('cart')).toBe(before + 1);
    tree.put({ type: 'report.started', id: 'cart', epoch: before });
    expect(tree.told('report.fenced')).toHaveLength(1);
  });

  it('a restart waits at least as long as the other side asked, up to its cap', () => {
    const tree = runningTree({ db: {} });
    tree.fault('db', { ...operation, retryAfterMs: 5_000 });
    expect(tree.timers).toEqual(['db retry 5000']);
    const other = runningTree({ db: {} });
    other.fault('db', { ...operation, retryAfterMs: 86_400_000 });
    expect(other.timers).toEqual(['db retry 30000']);
  });

  it('rule 19: at the end of retry a request is rejected by a restart, and given to the fallback by degraded', () => {
    const restarted = runningTree({ db: {} });
    restarted.fault('db', operation);
    restarted.settled('db', { severity: 'RECOVERABLE' });
    expect(restarted.fates).toEqual(['db reject']);
    const degraded = runningTree({ db: {} });
    degraded.fault('db', { ...operation, severity: 'CRITICAL' });
    expect(degraded.fates).toEqual(['db fallback']);
  });

  it('rule 16: the last step parks the child in failed, and its siblings live on', () => {
    const tree = runningTree(
      { db: {}, web: {} },
      { policy: escalationPolicy({ RECOVERABLE: ['fail'] }) },
    );
    expect(tree.fault('db')).toEqual(['stop db restart 5000']);
    tree.stopped('db');
    expect(tree.at('db')).toBe('failed none');
    expect(tree.at('web')).toBe('running up');
    expect(tree.timers).toEqual([]);
    expect(tree.told('incident.closed')).toMatchObject([{ path: 'db', outcome: 'failed' }]);
  });
});

describe('an incident', () => {
  it('rule 6: keeps the first fault, the last eight and a total', () => {
    const tree = runningTree(
      { db: {} },
      { policy: escalationPolicy({ retry: { maxAttempts: 20 } }) },
    );
    tree.fault('db', { ...operation, more: 4 });
    for (let round = 0; round < 10; round += 1) {
      tree.settled('db', operation);
      tree.pass(30_000);
    }
    const { first, last = [], faults } = tree.child('db').incident ?? {};
    expect(first?.id).toBe('f1');
    expect(last.map(({ id }) => id)).toEqual(['f4', 'f5', 'f6', 'f7', 'f8', 'f9', 'f10', 'f11']);
    expect(faults).toBe(15);
  });

  it('rule 8: is reported with the worst severity of its failures, not that of its first', () => {
    const tree = runningTree({ db: {} });
    tree.fault('db', operation);
    tree.settled('db', { severity: 'RECOVERABLE' });
    tree.stopped('db');
    tree.up('db');
    tree.fault('db', { severity: 'TRANSIENT' });
    tree.stopped('db');
    tree.pass(1_000);
    tree.up('db');
    tree.pass(10_000);
    expect(tree.told('incident.opened')).toMatchObject([{ severity: 'TRANSIENT' }]);
    expect(tree.told('incident.closed')).toMatchObject([
      { outcome: 'recovered', severity: 'RECOVERABLE', restarts: 2 },
    ]);
  });

  it('tells its story in order: opened, faulted, directive', () => {
    const tree = new Tree({ db: {} });
    tree.start();
    tree.up('db');
    tree.events.length = 0;
    tree.fault('db');
    const types = tree.events.map(({ type }: SupervisionEvent) => type);
    expect(types).toEqual(['incident.opened', 'child.faulted', 'child.restarting']);
  });
});
