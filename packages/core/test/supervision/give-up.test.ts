import { describe, expect, it } from 'vitest';
import { escalationPolicy, otp, type Severity } from '../../src/index.ts';
import { runningTree, Tree } from './tables-driver.ts';

const policy = escalationPolicy({ RECOVERABLE: ['escalate'], CRITICAL: ['escalate'] });

describe('giving up', () => {
  it('rule 41: is reported only after every child is stopped', () => {
    const tree = runningTree({ a: {}, b: {}, c: {} }, { policy });
    expect(tree.fault('b')).toEqual(['stop c shutdown 5000']);
    expect(tree.state.state).toBe('stopping');
    expect(tree.told('supervisor.failed')).toEqual([]);
    expect(tree.stopped('c')).toEqual(['stop b shutdown 5000']);
    expect(tree.stopped('b')).toEqual(['stop a shutdown 5000']);
    expect(tree.stopped('a')).toEqual(['ended']);
    expect(tree.state.state).toBe('failed');
    expect(tree.told('supervisor.failed')).toHaveLength(1);
  });

  it('rule 41: or abandoned', () => {
    const tree = runningTree({ a: {} }, { policy });
    tree.fault('a');
    expect(tree.overdue('a')).toEqual(['abandon a', 'ended']);
    expect(tree.state.state).toBe('failed');
  });

  it('says why, and of which child; its incident closes as escalated', () => {
    const tree = runningTree({ a: {}, b: {} }, { policy, path: 'shop' });
    tree.fault('b');
    expect(tree.told('supervisor.gaveUp')).toMatchObject([
      { path: 'shop', reason: 'the chain escalated', child: 'b', error: { message: 'fault 1' } },
    ]);
    expect(tree.told('incident.closed')).toMatchObject([{ path: 'shop/b', outcome: 'escalated' }]);
  });

  it('keeps what the child had been through: its first fault, the last eight, and when it was restarted', () => {
    const often = escalationPolicy({
      RECOVERABLE: ['restart', 'escalate'],
      restart: { maxAttempts: 10, backoff: { kind: 'constant', delayMs: 0 } },
      longWindow: { restarts: 9, withinMs: 1_000 },
      pattern: { failures: 100 },
    });
    const tree = runningTree({ a: {} }, { policy: often });
    tree.habits = { stop: 'stopped', start: 'up' };
    const restartedAt: number[] = [];
    for (let n = 0; n < 11; n += 1) {
      tree.fault('a');
      if (n < 10) restartedAt.push(tree.now);
      tree.pass(9_000);
    }
    const { ending } = tree.state;
    expect(ending).toMatchObject({
      faults: { total: 11, first: { error: { message: 'fault 1' } } },
      restarts: { total: 10, lastAt: restartedAt.slice(-8) },
    });
    if (ending?.kind !== 'gave up') throw new Error('it should have given up');
    expect(ending.faults.last.map(({ error }) => error.message)).toEqual(
      [4, 5, 6, 7, 8, 9, 10, 11].map((n) => `fault ${n}`),
    );
    expect(ending.faults.overMs).toBe(90_000);
    expect(JSON.parse(JSON.stringify(ending))).toEqual(ending);
  });

  it('has nothing to keep of a first start that failed', () => {
    const tree = new Tree({ a: {} }, { policy: otp });
    tree.start();
    tree.startFailed('a');
    expect(tree.state.ending).toMatchObject({
      faults: { total: 0, overMs: 0, last: [] },
      restarts: { total: 0, lastAt: [] },
    });
  });

  it.each<[Severity, Severity]>([
    ['RECOVERABLE', 'RECOVERABLE'],
    ['CRITICAL', 'CRITICAL'],
  ])('rule 43: a fault classified %s escalates as %s', (severity, escalated) => {
    const tree = runningTree({ a: {} }, { policy });
    tree.fault('a', { severity });
    expect(tree.state.ending).toMatchObject({ kind: 'gave up', severity: escalated });
  });

  it('rule 43: one that was only raised to CRITICAL escalates as RECOVERABLE', () => {
    const raising = escalationPolicy({ CRITICAL: ['escalate'], pattern: { failures: 1 } });
    const tree = runningTree({ a: {} }, { policy: raising });
    tree.fault('a');
    expect(tree.state.ending).toMatchObject({ kind: 'gave up', severity: 'RECOVERABLE' });
  });

  it('rule 40: then a stop: the first reason is reported, but whoever asked gets stopped', () => {
    const tree = runningTree({ a: {} }, { policy });
    tree.fault('a');
    tree.stop();
    expect(tree.stopped('a')).toEqual(['ended']);
    expect(tree.state.state).toBe('stopped');
    expect(tree.effects.at(-1)).toMatchObject({
      ending: { kind: 'gave up', reason: 'the chain escalated', stopAsked: true },
    });
  });

  it('rule 28: what fails meanwhile is absorbed', () => {
    const tree = runningTree({ a: {}, b: {} }, { policy });
    tree.fault('a');
    tree.fault('b');
    expect(tree.told('supervisor.gaveUp')).toHaveLength(1);
    expect(tree.told('fault.absorbed')).toMatchObject([{ path: 'b' }]);
  });
});

describe('intensity', () => {
  const intensity = { maxRestarts: 2, withinMs: 5_000 };

  it('rule 11: over it the supervisor gives up, whatever the chain says', () => {
    const tree = runningTree({ a: {}, b: {} }, { intensity });
    tree.habits = { stop: 'stopped', start: 'up' };
    for (const id of ['a', 'b', 'a']) tree.fault(id);
    expect(tree.told('supervisor.gaveUp')).toMatchObject([
      { reason: 'intensity exceeded', child: 'a' },
    ]);
    expect(tree.state.state).toBe('failed');
  });

  it('rule 11: a restart exactly as old as the period still counts, one a millisecond older does not', () => {
    for (const [wait, state] of [
      [5_000, 'failed'],
      [5_001, 'running'],
    ] as const) {
      const tree = runningTree({ a: {}, b: {}, c: {} }, { intensity });
      tree.habits = { stop: 'stopped', start: 'up' };
      tree.fault('a');
      tree.fault('b');
      tree.pass(wait);
      tree.fault('c');
      expect(tree.state.state).toBe(state);
    }
  });

  it('rule 11: a failed start costs one of each', () => {
    const tree = runningTree({ a: {} }, { intensity });
    tree.fault('a');
    tree.stopped('a');
    tree.startFailed('a');
    tree.pass(1_000);
    expect(tree.startFailed('a')).toEqual(['ended']);
    expect(tree.told('supervisor.gaveUp')).toMatchObject([{ reason: 'intensity exceeded' }]);
    expect(tree.child('a').restarts).toBe(2);
  });

  it('rule 11: the budget of the incident comes first: a fallback costs no intensity', () => {
    const tree = runningTree({ a: {} }, { intensity: { maxRestarts: 3, withinMs: 60_000 } });
    tree.habits = { stop: 'stopped', start: {} };
    tree.fault('a');
    tree.pass(10_000);
    expect(tree.at('a')).toBe('degraded none');
    expect(tree.state.state).toBe('running');
  });

  it('rule 11: recover and restartChild cost none', () => {
    const tree = runningTree(
      { a: {} },
      {
        intensity: { maxRestarts: 0, withinMs: 5_000 },
        policy: escalationPolicy({ RECOVERABLE: ['fail'] }),
      },
    );
    tree.habits = { stop: 'stopped', start: 'up' };
    tree.fault('a');
    tree.command('recover', 'a');
    tree.fault('a');
    tree.command('restartChild', 'a');
    tree.command('terminateChild', 'a');
    tree.command('restartChild', 'a');
    expect(tree.at('a')).toBe('running up');
    expect(tree.state.state).toBe('running');
  });

  it('rule 16: under otp the second crash within 5 s is one too many', () => {
    const tree = runningTree({ a: {} }, { policy: otp });
    tree.habits = { stop: 'stopped', start: 'up' };
    tree.fault('a', { severity: 'CRITICAL' });
    expect(tree.at('a')).toBe('running up');
    tree.fault('a');
    expect(tree.state.state).toBe('failed');
    const patient = runningTree({ a: {} }, { policy: otp });
    patient.habits = { stop: 'stopped', start: 'up' };
    for (let crash = 0; crash < 100; crash += 1) {
      patient.fault('a');
      patient.pass(5_001);
    }
    expect(patient.state.state).toBe('running');
  });
});

describe('a first start that fails', () => {
  it('rule 24: is fatal under otp: what was started is stopped in reverse order', () => {
    const tree = new Tree({ a: {}, b: {}, c: {} }, { policy: otp });
    tree.start();
    tree.up('a');
    expect(tree.startFailed('b')).toEqual(['stop a shutdown 5000']);
    expect(tree.stopped('a')).toEqual(['ended']);
    expect(tree.told('supervisor.gaveUp')).toMatchObject([
      { reason: 'a first start failed', child: 'b' },
    ]);
    expect(tree.state.state).toBe('failed');
  });

  it('rule 43: and stays CRITICAL when it is', () => {
    const tree = new Tree({ a: {} }, { policy: otp });
    tree.start();
    tree.startFailed('a', { severity: 'CRITICAL' });
    expect(tree.effects.at(-1)).toMatchObject({ ending: { severity: 'CRITICAL' } });
  });

  it('rule 26: a start that takes too long is stopped before the failure is reported', () => {
    const tree = new Tree({ a: {} }, { policy: otp });
    tree.start();
    expect(tree.startFailed('a', { pending: true })).toEqual(['stop a shutdown 5000']);
    expect(tree.overdue('a')).toEqual(['abandon a', 'ended']);
  });

  it('rule 28: while the supervisor stops it is absorbed', () => {
    const tree = new Tree({ a: {}, b: {} }, { policy: otp });
    tree.start();
    tree.stop();
    tree.startFailed('a');
    expect(tree.told('supervisor.gaveUp')).toEqual([]);
    expect(tree.told('fault.absorbed')).toHaveLength(1);
  });
});
